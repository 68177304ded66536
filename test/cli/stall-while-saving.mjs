// Loaded into the program by a test: the flush of the written file never ends, so that the process can be
// killed between writing the new model and putting it in the place of the old one.
import { open } from 'node:fs/promises';

const file = await open(process.execPath);
const prototype = Object.getPrototypeOf(file);
await file.close();
prototype.sync = () => new Promise(() => setInterval(() => {}, 1000));
