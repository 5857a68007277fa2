// @vitest-environment jsdom
/** A camera that is kept off: how it is allowed in this browser, and the ways that need none. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CameraRefusal } from '../../src/till/scan/camera-refusal.tsx';
import { cameraWay } from '../../src/till/scan/camera-way.ts';

beforeEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));
afterEach(cleanup);

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ';
test.each([
  [`${MAC}Version/18.4 Safari/605.1.15`, 5, 'apple'], // an iPad
  [`${MAC}Version/18.4 Safari/605.1.15`, 0, 'safari'],
  [`${MAC}Chrome/157.0.0.0 Safari/537.36`, 0, 'desktop'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile Safari/604.1', 5, 'apple'],
  ['Mozilla/5.0 (Linux; Android 12; SM-T510) Chrome/157.0.0.0 Safari/537.36', 5, 'android'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:151.0) Gecko/151.0 Firefox/151.0', 5, 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:151.0) Gecko/20100101 Firefox/151.0', 0, 'firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/157.0.0.0 Safari/537.36 Edg/157.0.0.0', 10, 'desktop'],
] as const)('%s with %i fingers: %s', (userAgent, touches, way) => {
  expect(cameraWay(userAgent, touches)).toBe(way);
});

const show = (code: 'camera_refused' | 'no_camera', pressed: string[] = []) =>
  render(
    <I18nProvider i18n={i18n}>
      <CameraRefusal code={code} onRetry={() => pressed.push('again')}>
        <button onClick={() => pressed.push('other')}>Type it</button>
      </CameraRefusal>
    </I18nProvider>,
  );

test('a permission that was refused names the place where it is given; another reason does not', () => {
  const pressed: string[] = [];
  show('camera_refused', pressed);
  expect(screen.getByRole('alert').textContent).toContain('left of the address');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  fireEvent.click(screen.getByRole('button', { name: 'Type it' }));
  expect(pressed).toEqual(['again', 'other']);
  cleanup();
  show('no_camera');
  expect(screen.getByRole('alert').textContent).not.toContain('left of the address');
});
