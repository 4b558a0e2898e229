/** One instruction with what belongs to it. */
export interface Instruction {
  /** In capitals. */
  name: string;
  /** Behind the name, with continued lines joined. */
  text: string;
  /** For each continued line where it begins in `text`, and where it stands in the file. */
  pieces: Piece[];
  line: number;
  heredocs: { name: string; text: string; line: number }[];
}

interface Piece {
  start: number;
  line: number;
  column: number;
}

export interface DockerfileLines {
  instructions: Instruction[];
  /** Sign that continues a line and takes the meaning from the next one. */
  escapeSign: '\\' | '`';
  problems: { line: number; why: string }[];
}

const maxInstructions = 5_000;
const directive = /^#\s*([A-Za-z][\w-]*)\s*=\s*(\S+)\s*$/;
const heredoc = /(?:^|[^<])<<(-?)(?:"([^"\s]+)"|'([^'\s]+)'|([A-Za-z0-9_][\w.]*))/g;

/** Splits a Dockerfile into instructions: continuation lines, comments between them, here-documents, the escape directive. */
export function linesOf(text: string): DockerfileLines {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found: DockerfileLines = { instructions: [], escapeSign: '\\', problems: [] };
  let at = directives(lines, found);
  while (at < lines.length) {
    const first = lines[at] ?? '';
    const match = /^\s*([A-Za-z]+)(?:\s+|$)/.exec(first);
    if (/^\s*(?:#|$)/.test(first) || !match) {
      if (!match && !/^\s*(?:#|$)/.test(first)) found.problems.push({ line: at + 1, why: 'the line is no instruction' });
      at += 1;
      continue;
    }
    if (found.instructions.length >= maxInstructions) {
      found.problems.push({ line: at + 1, why: `it holds more than ${maxInstructions} instructions; the rest is not read` });
      break;
    }
    at = instructionAt(lines, at, match, found);
  }
  return found;
}

/** Directives stand above all else. Returns the first line behind them. */
function directives(lines: readonly string[], found: DockerfileLines): number {
  let at = 0;
  for (let match = directive.exec(lines[at] ?? ''); match; match = directive.exec(lines[at] ?? '')) {
    if (match[1]?.toLowerCase() === 'escape') {
      if (match[2] === '`') found.escapeSign = '`';
      else if (match[2] !== '\\') found.problems.push({ line: at + 1, why: 'the escape sign is a backslash or a backtick' });
    }
    at += 1;
  }
  return at;
}

function instructionAt(lines: readonly string[], start: number, match: RegExpExecArray, found: DockerfileLines): number {
  const continued = found.escapeSign === '\\' ? /\\[ \t]*$/ : /`[ \t]*$/;
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  let at = start;
  for (let goesOn = true; goesOn && at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    // Comments and empty lines between continued ones do not end them.
    if (at > start && /^\s*(?:#|$)/.test(line)) continue;
    goesOn = continued.test(line);
    const begin = at === start ? match[0].length : 0;
    const part = (goesOn ? line.replace(continued, '') : line).slice(begin);
    pieces.push({ start: length, line: at + 1, column: begin + 1 });
    parts.push(part);
    length += part.length;
  }
  const instruction: Instruction = { name: (match[1] ?? '').toUpperCase(), text: parts.join(''), pieces, line: start + 1, heredocs: [] };
  found.instructions.push(instruction);
  return /^(?:RUN|COPY|ADD)$/.test(instruction.name) ? heredocsAt(lines, at, instruction, found) : at;
}

/** Texts that an instruction takes from the lines behind it. */
function heredocsAt(lines: readonly string[], start: number, instruction: Instruction, found: DockerfileLines): number {
  let at = start;
  for (const [, dash, double, single, bare] of instruction.text.matchAll(heredoc)) {
    const name = double ?? single ?? bare ?? '';
    const begin = at;
    const ends = (line: string) => (dash === '-' ? line.replace(/^\t+/, '') : line) === name;
    while (at < lines.length && !ends(lines[at] ?? '')) at += 1;
    if (at >= lines.length) {
      // A shift such as `$((1 <<A))` looks the same: the lines behind it are instructions then.
      found.problems.push({ line: instruction.line, why: 'a here-document is not closed' });
      return begin;
    }
    instruction.heredocs.push({ name, text: lines.slice(begin, at).join('\n'), line: begin + 1 });
    at += 1;
  }
  return at;
}

/** Line and column of a place in an instruction's text. */
export function positionIn(instruction: Instruction, offset: number): { line: number; column: number } {
  const { pieces } = instruction;
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece ? { line: piece.line, column: piece.column + offset - piece.start } : { line: instruction.line, column: 1 };
}
