// Loaded into the program by a test: it takes its standard streams for a terminal.
process.stdout.isTTY = true;
process.stderr.isTTY = true;
