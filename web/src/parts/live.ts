// One live region for the page: at most one message in five seconds, the last one wins.
type Listener = (text: string) => void;

let listener: Listener = () => undefined;
let spoken = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export function onAnnounce(next: Listener): () => void {
  listener = next;
  return () => {
    listener = () => undefined;
  };
}

export function announce(text: string): void {
  const wait = Math.max(0, spoken + 5000 - Date.now());
  clearTimeout(timer);
  timer = setTimeout(() => {
    spoken = Date.now();
    listener(text);
  }, wait);
}
