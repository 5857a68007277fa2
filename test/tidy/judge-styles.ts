/**
 * Style sheets: colours and pixel lengths have numbers in src/ui/tokens.css only; elsewhere a length is a token, 0, or
 * relative (%, fr, em, rem, ch, viewport and container units). Queries must spell pixels out, since they cannot read a
 * token. Directions are logical, so a right-to-left language stays possible.
 */
import type { Fault, Tree } from './source-tree.ts';

const TOKENS = 'src/ui/tokens.css';
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch|color|light-dark)\(/i;
const NAMED = /\b(?:white|black|red|green|blue|gr[ae]y|yellow|orange|purple|pink|silver|navy|teal|gold)\b/i;
const PIXELS = /(?<![\w-])-?\d*\.?\d+(?:px|pt|cm|mm|in)\b/;
const PHYSICAL =
  /^(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right)\b/;

type Declaration = { readonly line: number; readonly property: string; readonly value: string };

/** Declarations of a sheet, comments and at-rules left out. Selectors hold no `;`, so what ends there is one. */
function declarationsOf(text: string): readonly Declaration[] {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const pieces = [...bare.matchAll(/(?:^|[{};])\s*([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)];
  return pieces.map((piece) => ({
    line: bare.slice(0, piece.index + piece[0].indexOf(piece[1] ?? '')).split('\n').length,
    property: piece[1] ?? '',
    value: (piece[2] ?? '').replace(/url\([^)]*\)/g, ''),
  }));
}

function faultOf({ property, value }: Declaration): string | null {
  if (property === 'color-scheme') return 'color-scheme is set in tokens.css only';
  if (PHYSICAL.test(property) || (property === 'text-align' && /left|right/.test(value)))
    return `not logical: ${property}`;
  if (COLOUR.test(value) || (/color|background|border|fill|stroke|shadow/.test(property) && NAMED.test(value))) {
    return `a raw colour: ${property}: ${value.trim()}`;
  }
  return PIXELS.test(value) ? `a raw length: ${property}: ${value.trim()}` : null;
}

/** `@page` and rules for paper measure in millimetres, as paper does. */
const isForPaper = (path: string): boolean => /(^|[-/])(print|paper|label)[\w-]*(\.module)?\.css$/.test(path);

export function judgeStyles(tree: Tree): readonly Fault[] {
  const sheets = [...tree].filter(([path]) => /^src\/.*\.css$/.test(path) && path !== TOKENS && !isForPaper(path));
  return sheets.flatMap(([path, text]) =>
    declarationsOf(text).flatMap((declaration) => {
      const what = faultOf(declaration);
      return what === null ? [] : [{ path, line: declaration.line, what }];
    }),
  );
}
