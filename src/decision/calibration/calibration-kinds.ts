/** All calibrations: how each is fitted, and how a saved one comes back. */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import { firstIssues } from '../../text/first-issues.js';
import { checkOutOfFold, type OutOfFoldRows } from '../out-of-fold-rows.js';
import { BetaCalibration, savedBeta } from './beta.js';
import type { Calibration, CalibrationKind } from './calibration.js';
import { IsotonicCalibration, savedIsotonic } from './isotonic.js';
import { NoCalibration, savedNoCalibration } from './no-calibration.js';
import { PlattCalibration, savedPlatt } from './platt.js';
import { savedTemperature, TemperatureCalibration } from './temperature.js';

/** Pull towards the probabilities as they are: as much as one row says. It keeps fits of few rows finite. */
const RIDGE = 1;

/** @throws InputError for rows that `checkOutOfFold` refuses. */
export function fitCalibration(kind: CalibrationKind, rows: OutOfFoldRows): Calibration {
  checkOutOfFold(rows);
  const { probabilities, y, weights } = rows;
  // With one class every row is sure.
  if (probabilities.columns === 1) return new NoCalibration();
  switch (kind) {
    case 'none':
      return new NoCalibration();
    case 'temperature':
      return TemperatureCalibration.fit(probabilities, y, RIDGE, weights);
    case 'platt':
      return PlattCalibration.fit(probabilities, y, RIDGE, weights);
    case 'beta':
      return BetaCalibration.fit(probabilities, y, RIDGE, weights);
    case 'isotonic':
      return IsotonicCalibration.fit(probabilities, y, weights);
  }
}

const savedCalibration = z.discriminatedUnion('kind', [
  savedNoCalibration,
  savedTemperature,
  savedPlatt,
  savedBeta,
  savedIsotonic,
]);

/**
 * The calibration whose `toJSON` gave `json`.
 *
 * @param classes how many there are
 * @throws InputError for what is none, or is for another number of classes.
 */
export function reviveCalibration(json: unknown, classes: number): Calibration {
  const parsed = savedCalibration.safeParse(json);
  if (!parsed.success) throw new InputError(`its calibration: ${firstIssues(parsed.error)}`);
  const saved = parsed.data;
  const expect = (count: number, due: number, what: string) => {
    if (count === due) return;
    throw new InputError(
      `its calibration ${saved.kind} has ${count} ${what}, but ${due} are needed for ${classes} classes`,
    );
  };
  const curves = classes === 2 ? 1 : classes;
  switch (saved.kind) {
    case 'none':
      return new NoCalibration();
    case 'temperature':
      expect(saved.classes, classes, 'classes');
      return TemperatureCalibration.revive(saved);
    case 'platt':
      expect(saved.biases.length, classes, 'biases');
      return PlattCalibration.revive(saved);
    case 'beta':
      expect(saved.curves.length, curves, 'curves');
      return BetaCalibration.revive(saved);
    case 'isotonic':
      expect(saved.curves.length, curves, 'curves');
      return IsotonicCalibration.revive(saved);
  }
}
