import { announce } from '../parts/live';

/** copy puts text on the clipboard; where the browser refuses, it says so. */
export async function copy(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied.`);
    return true;
  } catch {
    announce(`The browser does not let this page copy the ${what.toLowerCase()}.`);
    return false;
  }
}
