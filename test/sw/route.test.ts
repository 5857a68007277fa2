import { describe, expect, test } from 'vitest';
import { routeOf } from '../../src/sw/route.ts';

const ORIGIN = 'https://shop.example';
const page = (path: string) => routeOf({ method: 'GET', mode: 'navigate', url: ORIGIN + path }, ORIGIN);
const part = (path: string) => routeOf({ method: 'GET', mode: 'cors', url: ORIGIN + path }, ORIGIN);

describe('pages', () => {
  test.each([
    ['/', { kind: 'start' }],
    ['/till', { kind: 'app', face: 'till' }],
    ['/till/shift', { kind: 'app', face: 'till' }],
    ['/office/products?q=milk', { kind: 'app', face: 'office' }],
    ['/shop/cart', { kind: 'app', face: 'shop' }],
    ['/01/06901234567892?s=1', { kind: 'served', face: 'shop' }],
    ['/p/1024', { kind: 'served', face: 'shop' }],
    ['/R/abc', { kind: 'served', face: 'shop' }],
    ['/r/abc', { kind: 'served', face: 'shop' }],
  ])('%s', (path, route) => {
    expect(page(path)).toEqual(route);
  });
});

// A service worker that answered for the API would turn "not sent" into "sent": it must not even see these.
describe('never touched', () => {
  test.each([
    '/sync/push',
    '/sync/pull',
    '/shop/api/carts',
    '/office/api/today',
    '/till/api/x',
    '/sync/events',
    '/theme.js',
  ])('%s', (path) => {
    expect(part(path)).toBeNull();
  });

  test.each(['/sync/push', '/shop/api/carts', '/office/api', '/till/api/x', '/media/a.webp', '/unknown'])(
    '%s opened as a page',
    (path) => {
      expect(page(path)).toBeNull();
    },
  );

  test('anything but GET, and other origins', () => {
    expect(routeOf({ method: 'POST', mode: 'cors', url: `${ORIGIN}/media/a.webp` }, ORIGIN)).toBeNull();
    expect(routeOf({ method: 'GET', mode: 'cors', url: 'https://other.example/media/a.webp' }, ORIGIN)).toBeNull();
  });
});

test('pictures and built files', () => {
  expect(part('/media/a.webp')).toEqual({ kind: 'media' });
  expect(part('/assets/till-app-x.js')).toEqual({ kind: 'file' });
});
