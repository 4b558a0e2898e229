import type { Terminal } from './command.ts';

/** Work that is done sooner needs no sign that it goes on. */
const appearAfterMs = 300;
const everyMs = 100;

/** A line that lives while the work goes on and leaves nothing behind. Nothing without a terminal. */
export function startProgress(stream: { write(text: string): unknown }, terminal: Terminal, text: () => string): Disposable {
  if (!terminal.isTerminal) return { [Symbol.dispose]: () => undefined };
  const frames = terminal.unicode ? ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] : ['|', '/', '-', '\\'];
  let count = 0;
  let isShown = false;
  let repeat: NodeJS.Timeout | undefined;
  const draw = () => {
    const line = `${frames[count % frames.length]} ${text()}`.slice(0, terminal.width - 1);
    count += 1;
    isShown = true;
    stream.write(`\r\x1b[K${line}`);
  };
  const start = setTimeout(() => {
    draw();
    repeat = setInterval(draw, everyMs);
    repeat.unref();
  }, appearAfterMs);
  start.unref();
  return {
    [Symbol.dispose]: () => {
      clearTimeout(start);
      clearInterval(repeat);
      if (isShown) stream.write('\r\x1b[K');
    },
  };
}
