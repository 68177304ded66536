/** The fenced code blocks of a Markdown text, and which of them a reader is meant to run. */

export interface CodeBlock {
  /** The word after the fence: `ts`, `sh`, `text`; empty without. */
  readonly language: string;
  readonly code: string;
  /** 1-based line of the fence. */
  readonly line: number;
}

/** In order. Throws for a fence that is not closed: what follows it would go unseen. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; line: number; code: string[] } | undefined;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const fence = /^```\s*(\w*)/.exec(text);
    if (open === undefined) {
      if (fence) open = { language: fence[1], line: index + 1, code: [] };
    } else if (fence) {
      blocks.push({ ...open, code: open.code.join('\n') });
      open = undefined;
    } else {
      open.code.push(text);
    }
  }
  if (open !== undefined) throw new Error(`the code block of line ${open.line} is not closed`);
  return blocks;
}

const SHELL = ['sh', 'bash', 'shell', 'console'];
const SCRIPTS = ['ts', 'js', 'typescript', 'javascript', 'mjs'];

/** What to do with a block: run it as a module, run it in a shell, or nothing. */
export type Role = 'module' | 'shell' | 'none';

/**
 * Modules and shell blocks that call `npx qcl-mixnet` are run; shell blocks that only set things up (npm,
 * git, cd, apt-get) are the business of CI, and other languages are output. Throws for a shell block that
 * is neither, and for one that mixes both, so that no example goes unchecked by its form.
 */
export function roleOf({ language, code, line }: CodeBlock): Role {
  if (SCRIPTS.includes(language)) return 'module';
  if (!SHELL.includes(language)) return 'none';
  const commands = code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((command) => /^\s*[^\s#]/.test(command));
  if (commands.every((command) => /^(sudo )?(npm|git|cd|apt-get) /.test(command))) return 'none';
  if (commands.every((command) => /\bnpx qcl-mixnet\b/.test(command))) return 'shell';
  throw new Error(
    `the ${language} block of line ${line} has to call npx qcl-mixnet in every command, or only npm, git, cd and apt-get`,
  );
}
