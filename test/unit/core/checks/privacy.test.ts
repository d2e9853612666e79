import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIbanValid, isLuhnValid } from '../../../../src/core/checks/privacy/checksums';
import { findPersonalData } from '../../../../src/core/checks/privacy/personalData';
import { findSecrets } from '../../../../src/core/checks/privacy/secrets';

test('Luhn: every single wrong digit is caught', () => {
  const number = '4111111111111111';
  assert.ok(isLuhnValid(number) && isLuhnValid('378282246310005') && isLuhnValid('6011111111111117'));
  for (let i = 0; i < number.length; i++) {
    for (let digit = 0; digit < 10; digit++) {
      const changed = number.slice(0, i) + String(digit) + number.slice(i + 1);
      assert.equal(isLuhnValid(changed), changed === number);
    }
  }
  assert.ok(!isLuhnValid(''));
});

test('IBAN: the examples of the registry hold, other lengths and any changed sign do not', () => {
  const good = [
    'GB82WEST12345698765432',
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
  ];
  for (const iban of good) {
    assert.ok(isIbanValid(iban), iban);
    assert.ok(!isIbanValid(iban.slice(0, -1)));
    for (let i = 4; i < iban.length; i++) {
      const changed = iban.slice(0, i) + (iban.charAt(i) === '7' ? '8' : '7') + iban.slice(i + 1);
      assert.ok(!isIbanValid(changed), changed);
    }
  }
  assert.ok(!isIbanValid('XX82WEST12345698765432'));
});

test('patterns are linear: long texts made to slow them down are read at once', () => {
  const hostile = [
    'a@'.repeat(200_000),
    `${'a'.repeat(64)}@${'a.'.repeat(200_000)}`,
    '1 '.repeat(200_000),
    '1.'.repeat(200_000),
    'GB82'.repeat(100_000),
    `ey${'a'.repeat(400_000)}`,
    `-----BEGIN PRIVATE KEY-----${'A'.repeat(400_000)}`,
    'xoxb-'.repeat(100_000),
    '+1 (1) '.repeat(60_000),
  ];
  for (const text of hostile) {
    const start = performance.now();
    findPersonalData(text);
    findSecrets(text);
    assert.ok(performance.now() - start < 5_000, text.slice(0, 20));
  }
});
