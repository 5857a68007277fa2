/** Which way leads to the camera's permission, by the browser: each keeps it in a place of its own. */

export type CameraWay = 'apple' | 'android' | 'firefox' | 'safari' | 'desktop';

/** By what the browser calls itself. `touches`: an iPad calls itself a Mac, which has no touch screen. */
export function cameraWay(userAgent: string, touches: number): CameraWay {
  if (/iPad|iPhone/.test(userAgent) || (userAgent.includes('Macintosh') && touches > 1)) return 'apple';
  if (userAgent.includes('Android')) return 'android';
  if (userAgent.includes('Firefox/')) return 'firefox';
  return userAgent.includes('Safari/') && !/Chrom(e|ium)\//.test(userAgent) ? 'safari' : 'desktop';
}
