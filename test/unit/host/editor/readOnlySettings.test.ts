import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isReadOnlyByGlobs } from '../../../../src/host/editor/readOnlySettings';

const fits = (glob: string): boolean => glob.startsWith('fit');

describe('files that are read-only by a setting', () => {
  const cases: readonly [string, unknown, unknown, boolean][] = [
    ['named', { fit: true }, {}, true],
    ['one of several that are named', { other: true, fit: true }, undefined, true],
    ['not named', { other: true }, {}, false],
    ['switched off', { fit: false }, {}, false],
    ['named, and excluded', { fit: true }, { fits: true }, false],
    ['named, and another excluded', { fit: true }, { other: true }, true],
    ['named, and the exclusion switched off', { fit: true }, { fits: false }, true],
    ['settings of a wrong type', 'fit', null, false],
    ['values of a wrong type', { fit: 'yes' }, {}, false],
    ['nothing set', undefined, undefined, false],
  ];
  for (const [name, include, exclude, expected] of cases) {
    test(name, () => assert.equal(isReadOnlyByGlobs({ include, exclude }, fits), expected));
  }
});
