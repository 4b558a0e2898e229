export { filesIn } from './files.ts';
export { type DeclaredTarget, type ProjectModel, projectModel, unreadable } from './model.ts';
export { readersFor } from './readers.ts';
