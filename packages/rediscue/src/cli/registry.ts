import type { Command } from './command.ts';

/** Every command, loaded only when it is called; the order is that of the help. */
const commands = {
  diagnose: async () => (await import('./commands/diagnose/index.ts')).default,
  audit: async () => (await import('./commands/audit/index.ts')).default,
  init: async () => (await import('./commands/init/index.ts')).default,
  explain: async () => (await import('./commands/explain/index.ts')).default,
  completion: async () => (await import('./commands/completion/index.ts')).default,
  help: async () => (await import('./commands/help.ts')).default,
} satisfies Record<string, () => Promise<unknown>>;

export const commandNames = Object.keys(commands);

/** Null when there is no command of that name. Only what is asked for is loaded. */
export async function loadCommand(name: string): Promise<Command | null> {
  if (!Object.hasOwn(commands, name)) return null;
  return (await commands[name as keyof typeof commands]()) as unknown as Command;
}

/** For help and completion, which tell of all. */
export const loadAll = (): Promise<Command[]> => Promise.all(Object.values(commands).map(async (load) => (await load()) as unknown as Command));
