/**
 * The browser of the tests: the machine's own Chromium or Chrome, kept from talking to the outside, and closed by
 * whoever opened it.
 */
import { chromium, type Browser, type BrowserContext } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';

type BrowserOptions = {
  /** A picture or clip (.mjpeg) the camera sees. A start flag, so another clip is another browser. */
  readonly cameraClip?: string;
  /** Accept this certificate (base64 sha256 of its public key) as trusted, service worker included. */
  readonly trustSpki?: string;
  readonly args?: readonly string[];
};

/**
 * Switched off in the browser: its own address bar is a page that takes as much of the processor at every start as the
 * page that is tested. The others are the driver's own list, which a list of ours replaces.
 */
const SWITCHED_OFF = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'LensOverlay'],
  ...['HttpsFirstBalancedModeAutoEnable', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  ...['PreconnectToSearch'],
];

/** Flags that keep the browser quiet, and free of the sandbox where root must do without. */
function chromiumFlags({ cameraClip, trustSpki, args = [] }: BrowserOptions = {}): string[] {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const clip = cameraClip === undefined ? [] : [...camera, `--use-file-for-fake-video-capture=${cameraClip}`];
  const trust = trustSpki === undefined ? [] : [`--ignore-certificate-errors-spki-list=${trustSpki}`];
  const off = `--disable-features=${SWITCHED_OFF.join(',')}`;
  return [...quiet, off, ...asRoot, ...clip, ...trust, ...args];
}

function executable(): string {
  const path = findChromium();
  if (path === null) throw new Error('no Chrome or Chromium here: set CHROME_PATH');
  return path;
}

/** A browser whose pages forget everything when it is closed. */
export const openChromium = (options: BrowserOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: chromiumFlags(options) });

/** A browser with its profile in `folder`: closing and opening it again is a restart of the device. */
export const openDevice = (
  folder: string,
  options: BrowserOptions = {},
  context: Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    ...context,
    executablePath: executable(),
    args: [...chromiumFlags(options), ...(context.args ?? [])],
  });
