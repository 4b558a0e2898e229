// What is needed to read the providers' documents: their shapes, and zod for the own schema. Loaded only where some are given: see decision 5.
import type { CloudFact } from '../../facts/index.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { type Collected, keep, nothingCollected } from './collected.ts';
import { NotUnderstood, piecesOf } from './documents.ts';
import { cloudFact } from './fact.ts';
import { google } from './google.ts';
import { isObject, type Json, text } from './json.ts';
import { isOfLogin, refusedDocument, refusedText } from './refusals.ts';
import { CloudFacts } from './schema.ts';

export { NotUnderstood } from './documents.ts';
export { CloudFacts } from './schema.ts';

/** Deeper than any client nests what it prints into an object of a person's own making. */
const maxDepth = 6;

interface Source {
  /** As reports name it. */
  file: string;
  text: string;
}

interface Around {
  into: Collected;
  place: { file: string; line: number };
  /** The command that printed it, or the key below which it stands. */
  label: string;
}

/** What all these files say together, without secrets. Throws what `toError` makes of a NotUnderstood. */
export function readCloudFacts(sources: readonly Source[], toError: (file: string, fault: NotUnderstood) => Error): CloudFact {
  const into = nothingCollected();
  for (const { file, text: content } of sources) {
    try {
      readFile(content, file, into);
    } catch (error) {
      throw error instanceof NotUnderstood ? toError(file, error) : error;
    }
  }
  return cloudFact(into);
}

function readFile(content: string, file: string, into: Collected): void {
  const pieces = piecesOf(content);
  if (pieces.length === 0) throw new NotUnderstood(1, 'it is empty');
  let label = '';
  const before = sizeOf(into);
  for (const piece of pieces) {
    const place = { file, line: piece.line };
    if ('text' in piece) label = readText(piece.text, { into, place, label });
    else if (!visit(piece.value, { into, place, label }, 0)) throw new NotUnderstood(piece.line, 'what begins here is no document of a provider that is known');
  }
  if (sizeOf(into) === before && pieces.every((piece) => 'text' in piece)) throw new NotUnderstood(1, 'it holds nothing that a provider says');
}

const sizeOf = (into: Collected): number => Object.values(into).reduce((sum, each) => sum + each.length, 0);

/** Lines of text: commands as they were typed, comments, and what a client says instead of a document. */
function readText(said: string, { into, place, label }: Around): string {
  const lines = said.split('\n');
  const isTyped = (line: string) => /^([$#>+]|\/\/|---)\s*|^(gcloud|aws|az) /.test(line);
  const typed = lines.findLast(isTyped) ?? label;
  const rest = lines.filter((line) => !isTyped(line) && line !== '' && !/^(Listed 0 items\.?|WARNING:.*|Your active configuration is: .*)$/.test(line));
  if (rest.length === 0) return typed;
  // Each error begins anew; what follows belongs to it.
  const errors: string[] = [];
  for (const line of rest) {
    if (errors.length > 0 && !startsError.test(line)) errors[errors.length - 1] += ` ${line}`;
    else errors.push(line);
  }
  for (const error of errors) {
    if (refusedText(error, into, place)) continue;
    const why = whyNot(error);
    if (why !== null) throw new NotUnderstood(place.line, why);
  }
  return typed;
}

const startsError = /^(ERROR:|An error occurred|\(\w+\) )/;

/** Why text that is no refusal cannot be taken; null for what clients say beside their output. */
function whyNot(said: string): string | null {
  if (isOfLogin.test(said)) return 'the client was not logged in, so that it says nothing of what was asked for';
  if (startsError.test(said)) return 'this error of the client says nothing of what was asked for; call it again, and take what it prints then';
  const isOtherForm = /^-*\s*[\w.-]+:(\s|$)|^[A-Z_]{2,}(\s{2,}[A-Z_]+)+|^[+|]|\t|^<|\|/.test(said);
  return isOtherForm || !/\s/.test(said) ? 'what begins here is neither JSON nor an error of a provider: `--format json` (gcloud) or `--output json` (aws, az) is missing' : null;
}

/** Whether something in it was understood. */
function visit(value: unknown, around: Around, depth: number): boolean {
  if (typeof value === 'string') return refusedText(value, around.into, around.place);
  if (typeof value !== 'object' || value === null || depth > maxDepth) return false;
  if (Array.isArray(value)) return visitList(value, around, depth);
  const document = value as Json;
  const { into, place } = around;
  if (document.schema === 1) return ownDocument(document, around);
  if (google(document, into, place) || aws(document, into, place) || azure(document, into, place) || refusedDocument(document, into, place)) return true;
  let isKnown = false;
  for (const [key, inner] of Object.entries(document)) isKnown = visit(inner, { ...around, label: key }, depth + 1) || isKnown;
  return isKnown;
}

/** Kinds that clients list whole. */
const lists = [
  ['instances', 'instance', /redis|instances/i],
  ['connectors', 'connector', /connector/i],
] as const;

function visitList(values: readonly unknown[], around: Around, depth: number): boolean {
  const { into, place, label } = around;
  if (values.length === 0) {
    const kind = lists.find(([, , named]) => named.test(label));
    if (kind && !/describe/.test(label)) {
      const [region, project] = [/--(?:region|location)[ =]([\w-]+)/.exec(label)?.[1] ?? null, /--project[ =]([\w-]+)/.exec(label)?.[1] ?? null];
      keep(into, 'listings', { provider: /^\W*az /.test(label) ? 'azure' : 'google', kind: kind[1], region, project }, place);
    }
    return true;
  }
  const before = { instances: into.instances.length, connectors: into.connectors.length, secrets: into.secrets.length };
  const known = values.filter((each) => visit(each, around, depth + 1)).length;
  for (const [key, kind] of lists) {
    const found = into[key].slice(before[key]);
    if (found.length === values.length) listing(found, kind, around);
  }
  const secrets = into.secrets.slice(before.secrets);
  const [first] = secrets;
  if (first && secrets.length === values.length) {
    const isVersions = secrets.every(({ name, versions }) => name === first.name && versions.length === 1);
    if (isVersions) for (const each of secrets) each.isWhole = true;
    else if (secrets.every(({ versions, value }) => versions.length === 0 && value === null) && secrets.length > 1) listing(secrets, 'secret', around);
  }
  return known > 0;
}

type Listed = { provider: 'google' | 'aws' | 'azure' | 'other'; project: string | null; region?: string | null };

function listing(found: readonly Listed[], kind: 'instance' | 'connector' | 'secret', { into, place }: Around): void {
  const [first] = found;
  const same = (key: 'project' | 'region') => (first && found.every((each) => each[key] === first[key]) ? (first[key] ?? null) : null);
  if (first) keep(into, 'listings', { provider: first.provider, kind, project: same('project'), region: same('region') }, place);
}

/** A document of the own schema. */
function ownDocument(document: Json, { into, place }: Around): boolean {
  if (Array.isArray(document.facts) && text(document, 'tool') !== null) throw new NotUnderstood(place.line, 'it is a bundle of facts, which `--facts` takes');
  const checked = CloudFacts.safeParse(document);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new NotUnderstood(place.line, `${issue?.path.map(String).join('.') || 'the document'}: ${issue?.message ?? 'it does not fit'}`);
  }
  const { schema: _, ...parts } = checked.data;
  for (const [kind, given] of Object.entries(parts)) for (const each of given) if (isObject(each)) keep(into, kind as 'instances', each as never, place);
  return true;
}
