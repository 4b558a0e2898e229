import type { ShellAssignment, ShellCommand, ShellWord } from './types.ts';
import { readWord } from './word.ts';

const openers = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{']);
const closers: Readonly<Record<string, readonly string[]>> = { fi: ['if'], done: ['for', 'while', 'until', 'select'], esac: ['case'], '}': ['{'] };
/** Behind these a command begins. */
const introducers = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '{', '!', 'time']);
/** What follows these is no command, up to the line's end. */
const headers = new Set(['for', 'case', 'select', 'function']);
const operator = /&&|\|\||;;&?|;&|\|&|&>>?|<<<|<<-?|<&|>&|>>|>\||<>|[;|&<>()\n]/y;

/**
 * Splits a shell's text into its simple commands, with offsets. Commands within blocks are given too, with their depth; here-documents
 * and comments are none. Never throws, and looks at each sign once.
 */
export function parseShell(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const blocks: string[] = [];
  const pending: { command: ShellCommand; delimiter: string; tabs: boolean }[] = [];
  let command: ShellCommand | null = null;
  let header = false;
  let at = 0;
  const current = (): ShellCommand => {
    command ??= { assignments: [], words: [], redirects: [], hereDocument: null, from: at, to: at, depth: blocks.length, end: '' };
    return command;
  };
  const finish = (end: string) => {
    if (command !== null) commands.push(Object.assign(command, { end }));
    command = null;
    header = false;
  };
  const take = (word: ShellWord) => {
    const raw = text.slice(word.from, word.to);
    if (header) return;
    if (command === null || (command.words.length === 0 && command.assignments.length === 0)) {
      const closes = Object.hasOwn(closers, raw) ? closers[raw] : undefined;
      const top = blocks.at(-1) ?? '';
      if (closes !== undefined) {
        if (closes.includes(top)) blocks.pop();
        return;
      }
      if (openers.has(raw)) blocks.push(raw);
      if (headers.has(raw)) header = true;
      if (headers.has(raw) || introducers.has(raw)) return;
    }
    const own = current();
    own.to = word.to;
    const assignment = own.words.length === 0 ? assignmentIn(text, word) : null;
    if (assignment) own.assignments.push(assignment);
    else own.words.push(word);
  };

  while (at < text.length) {
    const sign = text[at];
    if (sign === ' ' || sign === '\t' || sign === '\r') at += 1;
    else if (sign === '\\' && /\r?\n/y.test(text.slice(at + 1, at + 3))) at += text[at + 1] === '\r' ? 3 : 2;
    else if (sign === '#') at = lineEnd(text, at);
    else {
      operator.lastIndex = at;
      const found = operator.exec(text)?.[0];
      if (found === undefined) {
        const word = readWord(text, at);
        const next = text[word.to];
        // The number of a descriptor belongs to the redirection behind it.
        if ((next === '<' || next === '>') && /^\d+$/.test(text.slice(word.from, word.to))) at = word.to;
        else {
          take(word);
          at = Math.max(word.to, at + 1);
        }
        continue;
      }
      at += found.length;
      if (found === '(') {
        finish('');
        blocks.push('(');
      } else if (found === ')') {
        finish('');
        if (blocks.at(-1) === '(') blocks.pop();
      } else if (/[<>]/.test(found)) {
        while (text[at] === ' ' || text[at] === '\t') at += 1;
        const target = readWord(text, at);
        at = Math.max(target.to, at);
        current().redirects.push({ operator: found, target });
        current().to = at;
        if (found === '<<' || found === '<<-')
          pending.push({ command: current(), delimiter: target.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), tabs: found === '<<-' });
      } else {
        finish(found);
        if (found === '\n') for (const { command: reader, delimiter, tabs } of pending.splice(0)) at = skipDocument(text, at, reader, delimiter, tabs);
      }
    }
  }
  finish('');
  return commands;
}

/** A word as an assignment, as it stands in front of a command or behind `export` and `env`; null when it is none. */
export function assignmentIn(text: string, word: ShellWord): ShellAssignment | null {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(text.slice(word.from, Math.min(word.to, word.from + 256)));
  const [first, ...rest] = word.parts;
  if (!match || first?.kind !== 'text') return null;
  const value = { from: word.from + match[0].length, to: word.to, parts: [{ ...first, text: first.text.slice(match[0].length) }, ...rest] };
  return { name: match[1] ?? '', value };
}

function skipDocument(text: string, from: number, command: ShellCommand, delimiter: string, tabs: boolean): number {
  for (let at = from; at < text.length; ) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end).replace(/\r$/, '');
    if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) {
      command.hereDocument = { from, to: at };
      return end + 1;
    }
    at = end + 1;
  }
  command.hereDocument = { from, to: text.length };
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}
