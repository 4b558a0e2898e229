/** A file that is made by a program: its path from the repository's root, and what it must hold. */
export interface Generated {
  file: string;
  text: string;
}
