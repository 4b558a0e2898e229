import { existsSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the control group in which an engine of this process puts its containers. */
export const engineGroup = (number: number): string => `rediscue-engine-${process.pid}-${number}`;

/** Control groups outlive the processes that were in them, and cannot go before these have ended. Those of runs that were killed go too. */
export function removeGroups(name: string): true {
  const top = '/sys/fs/cgroup';
  const parents = [top, ...readdirSync(top).map((controller) => join(top, controller))].filter((parent) => statSync(parent).isDirectory());
  const groups = parents.flatMap((parent) => readdirSync(parent).flatMap((group) => (group === name || isLeftOver(group) ? join(parent, group) : [])));
  for (const group of groups) inTree(group, thaw);
  // What a killed run has left ends in its own time.
  for (const group of groups) inTree(group, group.endsWith(name) ? rmdirSync : removeIfEmpty);
  return true;
}

/** The group of a run that was killed. */
function isLeftOver(group: string): boolean {
  const owner = /^rediscue-engine-(\d+)-\d+$/.exec(group)?.[1];
  return owner !== undefined && !existsSync(`/proc/${owner}`);
}

/** The innermost folders first. */
function inTree(folder: string, act: (folder: string) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) inTree(join(folder, entry.name), act);
  act(folder);
}

/** What is paused does not end before it is thawed (control groups version 1). */
function thaw(group: string): void {
  const state = join(group, 'freezer.state');
  if (existsSync(state)) writeFileSync(state, 'THAWED');
}

function removeIfEmpty(group: string): void {
  try {
    rmdirSync(group);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY' && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
