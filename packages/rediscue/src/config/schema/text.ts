import { z } from 'zod';

/** The message of every check says what is allowed: what was read instead, and where, is told by who reads the file. */
export const text = (allowed: string) => z.string({ error: allowed }).min(1, { error: allowed });

/** A switch. */
export const flag = () => z.boolean({ error: 'true or false' });

/** A name, and nothing that could be a secret itself. */
export const variable = () => text(variableName).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: variableName });
const variableName = 'the name of a variable, such as REDIS_PASSWORD';

export const filePath = () => text('the path of a file, from the folder of this file or absolute');

/** One or a list of them. */
export const oneOrMore = <T extends z.ZodType>(each: T, allowed: string) => z.union([each, z.array(each, { error: allowed }).min(1, { error: allowed })], { error: allowed });
