import { taskTypeOf } from '../classify/taskTaxonomies';
import { ABSTAINED, type BalanceColumns, guessValue } from './balanceColumns';
import type { GuessedTypes } from './balanceData';

/** How often guesses agree with declared types, where a known taxonomy has the declared one and there is a guess. */
export function agreementOf({ guesses, named }: BalanceColumns): GuessedTypes['agreement'] {
  const { table, column } = named.declaredType;
  const expected = new Uint8Array(table.size);
  let isComparable = false;
  for (const [number] of column.entries()) {
    const type = table.isNamed(number) ? taskTypeOf(table.nameOf(number)) : undefined;
    if (type === undefined) continue;
    expected[number] = guessValue(type);
    isComparable = true;
  }
  let compared = 0;
  let agreed = 0;
  const guessed = guesses.values;
  const declared = column.values;
  const length = isComparable ? Math.min(guessed.length, declared.length) : 0;
  for (let slot = 0; slot < length; slot++) {
    const wanted = expected[declared[slot] ?? 0] ?? 0;
    const guess = guessed[slot] ?? 0;
    if (wanted === 0 || guess <= ABSTAINED) continue;
    compared++;
    if (guess === wanted) agreed++;
  }
  return { compared, agreed };
}
