/** Milliseconds of processor time that this thread has used so far: unlike the clock, it stands still while the machine does something else. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
