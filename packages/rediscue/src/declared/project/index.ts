export { type FoundFiles, filesIn } from './files.ts';
export { type DeclaredTarget, type ProjectModel, projectModel, unreadable } from './model.ts';
export { readers } from './readers.ts';
