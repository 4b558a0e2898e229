import type { Generated } from './generated.ts';
export async function reference(): Promise<Generated[]> {
  return [];
}
