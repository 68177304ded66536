/** A model as functions of SQL, in a database of DuckDB. */
import type { DuckDBStructVector, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import { classIndex } from '../../decision/decision-options.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { checkModel, checkOptions, OPTION_TYPES } from '../../pipeline/check-options.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { labelType } from '../../results/prediction-columns.js';
import { quote } from '../../text/name-list.js';
import { type DuckDB, loadDuckDB } from './load-duckdb.js';
import { VectorScorer } from './vector-scorer.js';

/** A `DuckDBConnection` of `@duckdb/node-api`. */
export interface SqlConnection {
  /** Makes a function of SQL. */
  registerScalarFunction(definition: unknown): void;
  /** Runs statements. */
  run(sql: string): Promise<unknown>;
}

export interface RegisterModelOptions {
  /** Put before the names of the functions, with an underscore: `fraud` gives `fraud_predict`. Default: nothing. */
  readonly name?: string;
  /** The label of the positive class, as text, whose probability `risk` gives. Default: as for `predict --sort risk`. */
  readonly positive?: string;
  /** Worker threads that predict; default 1. */
  readonly threads?: number;
  /** Called with each notice about rows, such as values that did not occur in training, at most once. */
  readonly onNotice?: (notice: string) => void;
}

export interface RegisteredModel {
  /** The names of the functions. */
  readonly functions: readonly string[];
  /** Ends the threads. The functions must not be called afterwards. A program can exit without it. */
  close(): Promise<void>;
}

/**
 * Makes functions of SQL from a model. Each takes a row of a table, named as in `from new_rows t`:
 *
 *     const connection = await DuckDBConnection.create();
 *     await registerModel(connection, model);
 *     await connection.runAndReadAll("select id, predict(t), risk(t) from 'new.parquet' t where risk(t) > 0.5");
 *
 * - `predict(t)`: the label that the model's decision gives the row
 * - `risk(t)`: the probability of the positive class
 * - `probability(t, 'label')`: the probability of a class
 * - `predict_all(t)`: `STRUCT(prediction, risk, probabilities)`, the probabilities in the order of `model.classes`
 *
 * Columns are found by name, further ones are ignored; a STRUCT that is NULL gives NULL. Labels and probabilities are
 * those of `predictTable` for the same values, except that alerts are decided for each row by itself, as in `predictRows`. In
 * one `select` list the model predicts each row once, whatever the number of functions. `predict_all` exists in all
 * connections of the database instance, the others in this connection.
 *
 * @throws InputError if `@duckdb/node-api` is not installed, for a name that is not made of letters, digits and
 *   underscores, and for a label that is no class.
 */
export async function registerModel(
  connection: SqlConnection,
  model: TableClassifier,
  options: RegisterModelOptions = {},
): Promise<RegisteredModel> {
  checkModel('registerModel', model);
  checkOptions('registerModel', options, {
    name: OPTION_TYPES.text,
    positive: OPTION_TYPES.text,
    threads: OPTION_TYPES.number,
    onNotice: OPTION_TYPES.callback,
  });
  const { name, positive, threads = 1, onNotice = () => {} } = options;
  if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name)) {
    throw new InputError(`registerModel: name ${quote(name)}: give letters, digits and underscores`);
  }
  if (!Number.isInteger(threads) || threads < 1) {
    throw new InputError(`registerModel: threads is ${threads}: give a positive integer`);
  }
  const duckdb = await loadDuckDB();
  const prefix = name === undefined ? '' : `${name}_`;
  const source = `${prefix}predict`;
  const { index } = positiveClass(model, { positive });
  const said = new Set<string>();
  const scorer = new VectorScorer(duckdb, model, {
    threads,
    source,
    onNotice: (notice) => {
      if (said.has(notice)) return;
      said.add(notice);
      onNotice(notice);
    },
  });
  const all = `${prefix}predict_all`;
  const position = `${prefix}class_position`;
  connection.registerScalarFunction(predictAll(duckdb, all, scorer, model, index));
  connection.registerScalarFunction(classPosition(duckdb, position, model.classes));
  const macros = [
    `${prefix}predict(t) as ${all}(t).prediction`,
    `${prefix}risk(t) as ${all}(t).risk`,
    `${prefix}probability(t, label) as ${all}(t).probabilities[${position}(label::varchar)]`,
  ];
  for (const macro of macros) await connection.run(`create or replace temp macro ${macro}`);
  return {
    functions: [`${prefix}predict`, `${prefix}risk`, `${prefix}probability`, all],
    close: () => scorer.close(),
  };
}

function predictAll(
  duckdb: DuckDB,
  name: string,
  scorer: VectorScorer,
  { classes, decision }: TableClassifier,
  positive: number,
) {
  const actions = decision.actionsOf?.(classes) ?? classes;
  const label = labelColumn(duckdb, actions);
  const { FLOAT } = duckdb;
  return duckdb.DuckDBScalarFunction.create({
    name,
    parameterTypes: [duckdb.ANY],
    returnType: duckdb.STRUCT({
      prediction: label.type,
      risk: FLOAT,
      probabilities: duckdb.ARRAY(FLOAT, classes.length),
    }),
    // NULL is handled here, and a column of NULL without a type has a message of its own.
    specialHandling: true,
    mainFunction: (_, input, given) => {
      const output = given as DuckDBStructVector;
      const vector = rowVector(duckdb, name, () => input.getColumnVector(0));
      const { rows, actions: decided, probabilities } = scorer.score(vector, input.rowCount);
      const { data, columns } = probabilities;
      const [predictions, risks, arrays] = [0, 1, 2].map((entry) => output.entryVectorAt(entry));
      let next = 0;
      for (let row = 0; row < input.rowCount; row++) {
        if (rows[next] !== row) {
          output.setItem(row, null);
          continue;
        }
        const at = next * columns;
        predictions.setItem(row, label.values[decided[next]]);
        risks.setItem(row, data[at + positive]);
        arrays.setItem(row, duckdb.arrayValue(Array.from(data.subarray(at, at + columns))));
        next++;
      }
      output.flush();
    },
  });
}

/** The argument as a STRUCT. */
function rowVector(duckdb: DuckDB, name: string, read: () => DuckDBVector): DuckDBStructVector {
  let vector: DuckDBVector;
  try {
    vector = read();
  } catch (error) {
    if (!String(error).includes('SQLNULL')) throw error;
    throw new InputError(
      `${name}: a column of the row is NULL without a type: cast it, for example null::double`,
    );
  }
  if (vector instanceof duckdb.DuckDBStructVector) return vector;
  throw new InputError(
    `the model takes a row, but got a value of type ${vector.type}: give the name of a table, as in ` +
      `"select ${name.replace(/_all$/, '')}(t) from 'new.csv' t", or a STRUCT`,
  );
}

/** The type of predictions, and each label as a value of it. */
function labelColumn(duckdb: DuckDB, labels: readonly Label[]) {
  const types: Readonly<Record<ReturnType<typeof labelType>, DuckDBType>> = {
    string: duckdb.VARCHAR,
    boolean: duckdb.BOOLEAN,
    integer: duckdb.BIGINT,
    double: duckdb.DOUBLE,
    float: duckdb.FLOAT,
  };
  const kind = labelType(labels);
  const values = labels.map((label) => {
    if (kind === 'integer') return BigInt(label);
    return kind === 'string' ? String(label) : label;
  });
  return { type: types[kind], values };
}

/** The 1-based place of a label among the classes, which is where `probabilities` has it. */
function classPosition(duckdb: DuckDB, name: string, classes: readonly Label[]) {
  return duckdb.DuckDBScalarFunction.create({
    name,
    parameterTypes: [duckdb.VARCHAR],
    returnType: duckdb.INTEGER,
    mainFunction: (_, input, output) => {
      const labels = input.getColumnVector(0);
      for (let row = 0; row < input.rowCount; row++) {
        const label = labels.getItem(row);
        output.setItem(row, label === null ? null : 1 + classIndex(String(label), classes, 'label'));
      }
      output.flush();
    },
  });
}
