// The arithmetic of `npm test`: what vitest reported of each test becomes three counts. Pure, and tested.
import { relative } from 'node:path';

/**
 * What vitest writes of one test, and of one file of them.
 * @typedef {{ status: string, fullName: string }} TestResult
 * @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Whether a skip is a fault on this machine: browser tests are only run where there is a browser, and those that name
 * PostgreSQL can run where it is installed.
 * @param {string} path
 * @param {string} name
 * @param {boolean} hasPostgres
 */
const mustNotSkip = (path, name, hasPostgres) =>
  path.startsWith('test/e2e/') || (hasPostgres && /postgres/i.test(name));

/**
 * Every test is counted once. A file that could not be loaded has no tests and counts as one failed; a test that never
 * ended (its process did) is told as `pending` and counts as failed.
 * @param {readonly FileResult[]} files
 * @param {string} root
 * @param {boolean} hasPostgres
 * @returns {{ counts: Counts, remarks: string[] }}
 */
export function countTests(files, root, hasPostgres) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const remarks = [];
  for (const file of files) {
    const path = relative(root, file.name);
    if (file.assertionResults.length === 0) {
      remarks.push(`✗ could not be loaded: ${path}`);
      counts.failed += 1;
    }
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else if (status === 'pending') {
        remarks.push(`✗ never ended: ${path} > ${fullName}`);
        counts.failed += 1;
      } else if (mustNotSkip(path, fullName, hasPostgres)) {
        remarks.push(`✗ skipped where it could run: ${path} > ${fullName}`);
        counts.failed += 1;
      } else {
        remarks.push(`○ skipped: ${path} > ${fullName}`);
        counts.skipped += 1;
      }
    }
  }
  return { counts, remarks };
}

/** @param {Counts} counts */
export const lastLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
