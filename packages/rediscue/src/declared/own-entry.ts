/** The entry of a table that a file's own word names: `constructor`, which every object has, names none. */
export const ownEntry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
