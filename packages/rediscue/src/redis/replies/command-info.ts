import { type Reply, text } from '../resp.ts';
import { list } from './shape.ts';

const categoriesAt = 6;

/** Categories of commands (`@write`, `@dangerous`) by COMMAND INFO: command → categories. Commands that the server does not know are left out. */
export function parseCommandCategories(reply: Reply): Record<string, string[]> | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: Record<string, string[]> = {};
  for (const entry of entries) {
    const parts = list(entry);
    const name = text(parts?.[0] ?? null);
    const categories = list(parts?.[categoriesAt] ?? null)?.map((each) => text(each) ?? '');
    if (name && categories) found[name.slice(0, 64).toLowerCase()] = categories.filter((each) => /^@\w{1,32}$/.test(each)).slice(0, 32);
  }
  return found;
}
