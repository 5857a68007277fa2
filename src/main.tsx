/**
 * The first script of every page: it finds the face by the path and loads only that one. Faces never meet here or
 * anywhere else.
 */
import './ui/tokens.css';
import './ui/base.css';
import { showFaceFault, showStartPage } from './start-page.ts';
import { faceOfPath, type Face } from './wire/face.ts';

type FaceModule = { readonly mount: (root: HTMLElement) => void };

const faces = import.meta.glob<FaceModule>([
  './till/till-app.tsx',
  './shop/shop-app.tsx',
  './office/office-app.tsx',
  './display/display-app.tsx',
]);

const loaderOf = (face: Face) => faces[`./${face}/${face}-app.tsx`];

/** A till and a shop on one device are two apps to install, so each has its own manifest. */
function linkManifest(face: Face): void {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = `/manifests/${face}.webmanifest`;
  document.head.append(link);
}

async function openFace(face: Face, root: HTMLElement): Promise<void> {
  const load = loaderOf(face);
  if (load === undefined) {
    showStartPage(root, isBuilt);
    return;
  }
  linkManifest(face);
  try {
    (await load()).mount(root);
  } catch (fault) {
    showFaceFault(root);
    throw fault;
  }
}

const isBuilt = (face: Face): boolean => loaderOf(face) !== undefined;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const face = faceOfPath(location.pathname);
if (face === null) showStartPage(root, isBuilt);
else void openFace(face, root);
