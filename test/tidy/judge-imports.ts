/** Judges every import of every file of src and test against the table, and finds cycles. */
import { importsOf, type Import } from './imports.ts';
import {
  FACE_LOADER,
  FACES,
  FRONT,
  JOINING_TESTS,
  MAY_IMPORT,
  OWN_FEET,
  SQL_FOLDER,
  SQL_PACKAGES,
  type Room,
} from './may-import.ts';
import { sourcesOf, type Fault, type Tree } from './source-tree.ts';

type Packages = { readonly runtime: ReadonlySet<string>; readonly all: ReadonlySet<string> };

/** The packages package.json names. */
export function packagesOf(tree: Tree): Packages {
  type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
  const { dependencies = {}, devDependencies = {} } = JSON.parse(tree.get('package.json') ?? '{}') as Manifest;
  const runtime = new Set(Object.keys(dependencies));
  return { runtime, all: new Set([...runtime, ...Object.keys(devDependencies)]) };
}

const roomOf = (path: string): string => path.split('/')[1] ?? '';
const isInRoom = (path: string): boolean => path.split('/').length > 2;

/** What is wrong with importing a package, or null. */
function faultOfPackage(path: string, name: string, room: Room | null, packages: Packages): string | null {
  const isNode = name.startsWith('node:');
  if (!isNode && !packages.all.has(name)) return `${name} is not in package.json`;
  if (room === null) return null;
  if (!isNode && !packages.runtime.has(name)) return `${name} is a tool of the tests, not of src`;
  if (SQL_PACKAGES.includes(name))
    return path.startsWith(SQL_FOLDER) ? null : `SQL lives in ${SQL_FOLDER} only: ${name}`;
  return room.packages.includes(isNode ? 'node:' : name) ? null : `${roomOf(path)} may not import ${name}`;
}

/** What is wrong with a file of src importing another, or null. */
function faultOfFile(item: Import, target: string): string | null {
  const { from, isLazy, isTypeOnly } = item;
  if (!target.startsWith('src/')) return `src may not import ${target}`;
  const to = roomOf(target);
  if (!isInRoom(target)) return isInRoom(from) ? `nothing imports ${target}` : null;
  if (!isInRoom(from)) {
    if (FRONT.rooms.includes(to) || (from === FACE_LOADER && isLazy && FACES.includes(to))) return null;
    return `${from} may not import ${to}`;
  }
  const mine = roomOf(from);
  const room = MAY_IMPORT[mine];
  if (to === mine || room?.rooms.includes(to) === true) return null;
  if (isTypeOnly && room?.typesOnlyFrom?.includes(to) === true) return null;
  return `${mine} may not import ${to}`;
}

function faultInSrc(item: Import, packages: Packages): string | null {
  const { from, target } = item;
  if (target === null) return `leads nowhere: ${item.specifier}`;
  const room = isInRoom(from) ? MAY_IMPORT[roomOf(from)] : FRONT;
  if (room === undefined) return `src/${roomOf(from)} is not a room of the house`;
  return target.kind === 'file' ? faultOfFile(item, target.path) : faultOfPackage(from, target.name, room, packages);
}

/** A test sees its own room, what that room sees, and what tests share; one that joins parts sees them all. */
function faultInTest(item: Import, packages: Packages): string | null {
  const { from, target } = item;
  if (target === null) return `leads nowhere: ${item.specifier}`;
  if (target.kind === 'package') return faultOfPackage(from, target.name, null, packages);
  const mine = roomOf(from);
  const to = roomOf(target.path);
  const isOfSrc = target.path.startsWith('src/');
  if (isOfSrc && OWN_FEET.includes(from)) return `${from} may import nothing of src`;
  if (!isInRoom(from) || JOINING_TESTS.includes(mine) || to === mine) return null;
  const { rooms = [], typesOnlyFrom = [] } = MAY_IMPORT[mine] ?? {};
  if (isOfSrc) return rooms.includes(to) || typesOnlyFrom.includes(to) ? null : `tests of ${mine} may not import ${to}`;
  const isTestOfOther = target.path.startsWith('test/') && !JOINING_TESTS.includes(to);
  return isTestOfOther ? `tests of ${mine} may not import tests of ${to}` : null;
}

/** Every import that the table does not allow. */
export function judgeImports(tree: Tree): readonly Fault[] {
  const packages = packagesOf(tree);
  const all = sourcesOf(tree).flatMap(([path, text]) => importsOf(path, text, tree));
  return all.flatMap((item) => {
    const what = item.from.startsWith('src/') ? faultInSrc(item, packages) : faultInTest(item, packages);
    return what === null ? [] : [{ path: item.from, line: item.line, what }];
  });
}

/** Files that need each other to start. Each ring is named once, at its first file. */
export function judgeCycles(tree: Tree): readonly Fault[] {
  const edges = new Map<string, readonly string[]>();
  for (const [path, text] of sourcesOf(tree)) {
    const needed = importsOf(path, text, tree).filter((item) => !item.isLazy);
    edges.set(
      path,
      needed.flatMap(({ target }) => (target?.kind === 'file' && target.path !== path ? [target.path] : [])),
    );
  }
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) faults.push({ path, line: 1, what: `a cycle: ${[...trail.slice(at), path].join(' -> ')}` });
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return faults;
}
