export interface MountSpec {
  source: string | null;
  target: string;
  options: string[];
}

/** Parts of a short volume: `source:target:options`, where a colon may belong to a Windows drive. Null when it is none. */
export function splitMount(spec: string): MountSpec | null {
  const parts: string[] = [];
  for (const part of spec.split(':')) {
    const before = parts.at(-1);
    if (before !== undefined && /^[A-Za-z]$/.test(before) && /^[\\/]/.test(part)) parts[parts.length - 1] = `${before}:${part}`;
    else parts.push(part);
    if (parts.length > 4) return null;
  }
  const [first, second, options = ''] = parts;
  if (first === undefined || parts.some((part) => part === '') || parts.length > 3) return null;
  return second === undefined ? { source: null, target: first, options: [] } : { source: first, target: second, options: options.split(',') };
}

/** Compose takes what begins so for a path and anything else for a volume's name. */
export const isPath = (source: string): boolean => /^(?:[./~]|\\\\|[A-Za-z]:[\\/])/.test(source);

/** Where a short volume ends up: of two with the same, the stronger file's counts. */
export const volumeTarget = (spec: string): string => splitMount(spec)?.target ?? spec;
