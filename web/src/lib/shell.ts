// Commands that people paste into a terminal. A name in them must stay a name.

/** quote writes one word for a POSIX shell. Characters that a terminal would act upon are written as escapes. */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_.,:=/@%+-]+$/.test(word)) return word;
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  let written = '';
  for (const char of word) {
    if (char === "'" || char === '\\') written += `\\${char}`;
    else if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(char)) {
      for (const byte of new TextEncoder().encode(char)) written += `\\x${byte.toString(16).padStart(2, '0')}`;
    } else written += char;
  }
  return `$'${written}'`;
}

/** derived tells whether a condition key follows from the survey, so that nobody has to give it. */
export function derived(key: string): boolean {
  return /^(aws:(principal(arn|account|orgid|orgpaths|type|isawsservice|servicename|tag\/.*)|username|userid|resource(account|orgid|orgpaths|tag\/.*))|kms:calleraccount)$/i.test(key);
}

/** canCommand asks the same question on the command line. */
export function canCommand(request: { principal: string; action: string; resource: string; context: Record<string, unknown> | null }): string {
  const words = ['sightline', 'can'];
  for (const [key, value] of Object.entries(request.context ?? {})) {
    if (derived(key)) continue;
    for (const one of Array.isArray(value) ? value : [value]) words.push('--context', quote(`${key}=${String(one)}`));
  }
  const places = [request.principal, request.action, request.resource].filter((word) => word !== '');
  if (places.some((word) => word.startsWith('-'))) words.push('--');
  for (const word of places) words.push(quote(word));
  return words.join(' ');
}
