import type { Place } from '../../facts/index.ts';
import type { Variable } from '../reading.ts';
import { type Instruction, linesOf, positionIn } from './lines.ts';
import { type Command, childStage, type Stage } from './stage.ts';
import { type Expanded, execForm, expandWord, type Lookup, type Word, wordsOf } from './words.ts';

export interface Dockerfile {
  /** In the order of the file; the last one is run. */
  stages: Stage[];
  problems: { place: Place; why: string }[];
}

interface Reading extends Dockerfile {
  file: string;
  escapeSign: string;
  /** Arguments before the first stage: only `FROM` sees them, and an `ARG` of the same name. */
  global: Stage['args'];
}

const known = new Set('ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '));
const maxProblems = 20;
/** Entries of all stages together: each stage takes over those of its parent. */
const maxEntries = 20_000;
/** The builder knows these, every base image sets those. */
const elsewhere = /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|PATH|HOME|LD_LIBRARY_PATH|PYTHONPATH|LANG|HOSTNAME|(?:https?|ftp|no|all)_proxy|(?:HTTPS?|FTP|NO|ALL)_PROXY)$/;

/** Reads a Dockerfile; null when the text is none. */
export function readDockerfile(file: string, text: string): Dockerfile | null {
  const { instructions, escapeSign, problems } = linesOf(text);
  const first = instructions.find(({ name }) => name !== 'ARG');
  if (first?.name !== 'FROM' || instructions.every(({ name }) => !known.has(name))) return null;
  const reading: Reading = { file, escapeSign, global: new Map(), stages: [], problems: [] };
  for (const { line, why } of problems.slice(0, maxProblems)) reading.problems.push({ place: { file, line, column: 1 }, why });
  for (const instruction of instructions) {
    if (!known.has(instruction.name)) tell(reading, instruction, 'it is no instruction of a Dockerfile');
    else if (!take(reading, instruction)) break;
  }
  return { stages: reading.stages, problems: reading.problems };
}

function tell(reading: Reading, instruction: Instruction, why: string): void {
  if (reading.problems.length < maxProblems) reading.problems.push({ place: { file: reading.file, line: instruction.line, column: 1 }, why });
}

const placeAt = (reading: Reading, instruction: Instruction, offset: number): Place => ({ file: reading.file, ...positionIn(instruction, offset) });

/** False when the file stands for more than is read. */
function take(reading: Reading, instruction: Instruction): boolean {
  if (instruction.name === 'FROM') return from(reading, instruction);
  const stage = reading.stages.at(-1);
  if (instruction.name === 'ARG') argument(reading, instruction, stage);
  else if (stage) settings[instruction.name]?.(reading, instruction, stage);
  return true;
}

function lookupOf(reading: Reading, stage: Stage | undefined): Lookup {
  return (name) => {
    const own = stage?.env.get(name) ?? (stage ? stage.args : reading.global).get(name);
    return own ?? (elsewhere.test(name) ? { value: null } : undefined);
  };
}

function expanded(reading: Reading, stage: Stage | undefined, text: string): Expanded {
  return expandWord(text, reading.escapeSign, lookupOf(reading, stage));
}

function from(reading: Reading, instruction: Instruction): boolean {
  const words = wordsOf(instruction.text, reading.escapeSign).filter(({ text }) => !text.startsWith('--'));
  const [image, as, name] = words;
  if (!image) {
    tell(reading, instruction, '`FROM` names no image');
    return true;
  }
  const place = placeAt(reading, instruction, image.start);
  const read = expanded(reading, undefined, image.text);
  const isKnown = read.unset.length === 0 && read.elsewhere.length === 0;
  const parent = reading.stages.findLast((stage) => stage.name === read.value.toLowerCase()) ?? null;
  const taken = reading.stages.reduce((sum, { env, args, exposed, volumes, copies }) => sum + env.size + args.size + exposed.length + volumes.length + copies.length, 1);
  if (taken > maxEntries || reading.stages.length >= 200) {
    tell(reading, instruction, 'it holds too many stages; this one and the rest are not read');
    return false;
  }
  const own = as?.text.toUpperCase() === 'AS' ? (name?.text.toLowerCase() ?? null) : null;
  reading.stages.push(childStage(parent, own, isKnown && read.value !== '' ? { value: read.value, place } : null, place));
  return true;
}

function argument(reading: Reading, instruction: Instruction, stage: Stage | undefined): void {
  const args = stage ? stage.args : reading.global;
  for (const { text, start } of wordsOf(instruction.text, reading.escapeSign)) {
    const sign = text.indexOf('=');
    const name = sign === -1 ? text : text.slice(0, sign);
    const place = placeAt(reading, instruction, start);
    if (sign === -1) {
      args.set(name, { value: (stage ? reading.global.get(name)?.value : null) ?? null, place });
      continue;
    }
    const read = expanded(reading, stage, text.slice(sign + 1));
    args.set(name, { value: read.elsewhere.length > 0 ? null : read.value, place });
  }
}

/** What an instruction says of its stage. */
const settings: Readonly<Record<string, (reading: Reading, instruction: Instruction, stage: Stage) => void>> = {
  ENV: environment,
  SHELL: (_, { text }, stage) => {
    stage.shell = execForm(text) ?? stage.shell;
  },
  CMD: (reading, instruction, stage) => {
    stage.command = commandOf(reading, instruction, stage, 0);
    stage.hasOwnCommand = true;
  },
  ENTRYPOINT: (reading, instruction, stage) => {
    stage.entrypoint = commandOf(reading, instruction, stage, 0);
    if (!stage.hasOwnCommand) stage.command = null;
  },
  USER: (reading, instruction, stage) => {
    const read = expanded(reading, stage, instruction.text.trim());
    stage.user = read.elsewhere.length > 0 || read.value === '' ? null : { value: read.value, place: placeAt(reading, instruction, 0) };
  },
  HEALTHCHECK: (reading, instruction, stage) => {
    const options = /^\s*(?:--\S+\s+)*/.exec(instruction.text)?.[0].length ?? 0;
    const [, kind = '', rest = ''] = /^(\w*)\s*(.*)$/s.exec(instruction.text.slice(options)) ?? [];
    const place = placeAt(reading, instruction, options);
    if (kind.toUpperCase() === 'NONE') stage.healthCheck = { value: null, place };
    else if (kind.toUpperCase() === 'CMD' && rest.trim() !== '') stage.healthCheck = { value: execForm(rest) ?? [rest.trim()], place };
    else tell(reading, instruction, '`HEALTHCHECK` is followed by `CMD` or `NONE`');
  },
  EXPOSE: expose,
  VOLUME: (reading, instruction, stage) => {
    const list = execForm(instruction.text)?.map((text) => ({ text, start: 0 })) ?? wordsOf(instruction.text, reading.escapeSign);
    for (const { text, start } of list) {
      const read = expanded(reading, stage, text);
      if (read.value !== '' && read.elsewhere.length === 0) stage.volumes.push({ value: read.value, place: placeAt(reading, instruction, start) });
    }
  },
  COPY: copy,
  ADD: copy,
};

/** A shell's line is kept as it is: the shell expands it when it runs. */
function commandOf(reading: Reading, instruction: Instruction, stage: Stage, offset: number): Command {
  const place = placeAt(reading, instruction, offset);
  const words = execForm(instruction.text);
  const line = instruction.text.trim();
  if (words !== null || line === '') return { value: words ?? [], place, isShell: false };
  return { value: [...(stage.shell ?? ['sh', '-c']), line], place, isShell: true };
}

function environment(reading: Reading, instruction: Instruction, stage: Stage): void {
  const words = wordsOf(instruction.text, reading.escapeSign);
  const [first, second] = words;
  if (!first) return;
  // `ENV NAME value of several words`: the older form.
  const isOld = !first.text.includes('=');
  if (isOld && !second) tell(reading, instruction, '`ENV` takes `NAME=value`');
  const pairs: { name: string; value: Word }[] = isOld
    ? second
      ? [{ name: first.text, value: { text: instruction.text.slice(second.start).trimEnd(), start: second.start } }]
      : []
    : words.flatMap(({ text, start }) => {
        const sign = text.indexOf('=');
        const isName = /^[A-Za-z_][\w.-]*$/.test(text.slice(0, Math.max(sign, 0)));
        if (!isName) tell(reading, instruction, '`ENV` takes `NAME=value`, with quotes around a value that holds blanks');
        return !isName ? [] : [{ name: text.slice(0, sign), value: { text: text.slice(sign + 1), start: start + sign + 1 } }];
      });
  // A line's own variables are seen from the next line on.
  const variables = pairs.map(({ name, value }) => variableOf(reading, instruction, stage, name, value));
  for (const variable of variables) stage.env.set(variable.name, variable);
}

function variableOf(reading: Reading, instruction: Instruction, stage: Stage, name: string, { text, start }: Word): Variable {
  const read = expanded(reading, stage, text);
  const place = placeAt(reading, instruction, start);
  const [source] = read.elsewhere;
  if (source !== undefined) return { name, value: null, place, from: originOf(stage, source) };
  return { name, value: read.value, place, ...(read.unset.length > 0 ? { unset: [...new Set(read.unset)] } : {}) };
}

/** Where a value comes from that the file does not hold. */
function originOf(stage: Stage, name: string): { what: string; place: Place | null } {
  const argument = stage.args.get(name);
  return stage.env.get(name)?.from ?? (argument ? { what: `build argument ${name}`, place: argument.place } : { what: 'the base image', place: null });
}

function expose(reading: Reading, instruction: Instruction, stage: Stage): void {
  for (const { text, start } of wordsOf(instruction.text, reading.escapeSign)) {
    const read = expanded(reading, stage, text);
    const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/tcp)?$/i.exec(read.value);
    const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    const place = placeAt(reading, instruction, start);
    if (!match) {
      const isElsewhere = read.elsewhere.length > 0 || /\/(?:udp|sctp)$/i.test(read.value);
      if (!isElsewhere) tell(reading, instruction, '`EXPOSE` takes ports');
    } else for (let port = from; port <= Math.min(to, from + 256, 65_535); port += 1) stage.exposed.push({ value: port, place });
  }
}

function copy(reading: Reading, instruction: Instruction, stage: Stage): void {
  const all = wordsOf(instruction.text, reading.escapeSign);
  const from = all.find(({ text }) => text.startsWith('--from='))?.text.slice('--from='.length) ?? null;
  const words = all.filter(({ text }) => !text.startsWith('--'));
  const start = words[0]?.start ?? 0;
  const list = execForm(instruction.text.slice(start)) ?? words.map(({ text }) => expanded(reading, stage, text).value);
  const target = list.pop();
  if (target === undefined || list.length === 0) return;
  stage.copies.push({ sources: list, target, from, inline: instruction.heredocs[0]?.text ?? null, place: placeAt(reading, instruction, start) });
}
