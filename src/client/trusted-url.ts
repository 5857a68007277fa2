/**
 * The one Trusted Types policy of the app (`pos-url`): turns the addresses of our own built workers into what
 * `new Worker()` and `register()` accept. Only constants made by the build may pass; nothing a person or a server sent.
 *
 * Not here: which workers exist. A second policy of this name would be refused by the CSP, so there is only this
 * module.
 */
type Policy = { createScriptURL(url: string): unknown };
type PolicyFactory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };

let policy: Policy | null = null;

/**
 * The address as the browser wants it for a worker: a TrustedScriptURL where Trusted Types exist, else the text.
 * Throws on an address of another origin: that is our mistake.
 */
export function trustedScriptUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  policy ??= factory?.createPolicy('pos-url', { createScriptURL: ownAddress }) ?? { createScriptURL: ownAddress };
  // The DOM typings know only text here; browsers with Trusted Types take the trusted object as it is.
  return policy.createScriptURL(url) as string;
}

function ownAddress(url: string): string {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError('a worker of another origin');
  return url;
}
