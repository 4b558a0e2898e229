/** Reading of unknown JSON: what is not of the expected kind is absent. */
export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : list(value).filter((one) => typeof one === 'string'));
export const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
/** An instant; engines write the year 1 for "never". */
export const instant = (value: unknown): string | null => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || time <= 0 ? null : new Date(time).toISOString();
};
