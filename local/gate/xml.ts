/** The little of IAM's XML that the gate reads. */

export function tagsIn(xml: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [, key = '', value = ''] of xml.matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g)) {
    tags[unescapeXml(key)] = unescapeXml(value);
  }
  return tags;
}

export function element(xml: string, name: string): string | undefined {
  return elements(xml, name)[0];
}

export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) =>
    unescapeXml(match[1] ?? ''),
  );
}

function unescapeXml(value: string): string {
  return value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** Policy documents travel URL-encoded in IAM's answers. */
export function documentIn(xml: string, name: string): unknown {
  const found = element(xml, name);
  if (found === undefined) return undefined;
  try {
    return JSON.parse(decodeURIComponent(found));
  } catch {
    return undefined;
  }
}
