/** Everything public that runs in Node and in a browser alike; the two entries add how tables are read. */

export type { ClassWeight } from './classifiers/contract/class-weight.js';
export type {
  Classifier,
  EnsemblePart,
  FitOptions,
  FitProgress,
  LeftOut,
  OutOfFold,
  RowPredictor,
  ValidationRows,
} from './classifiers/contract/classifier.js';
export type { ClassifierEntry, ParameterGrid } from './classifiers/contract/classifier-entry.js';
export type { ContributionScale, Contributions } from './classifiers/contract/contributions.js';
export type { EffectRule, FitSetting } from './classifiers/contract/option-effects.js';
export type {
  Choice,
  Condition,
  Dimension,
  NumberRange,
  SearchSpace,
} from './classifiers/contract/search-space.js';
export { Auto } from './classifiers/ensembles/auto/auto.js';
export type { AutoOptions } from './classifiers/ensembles/auto/options.js';
export type { QclEnsembleOptions } from './classifiers/ensembles/qcl-ensemble/options.js';
export { QclEnsemble } from './classifiers/ensembles/qcl-ensemble/qcl-ensemble.js';
export { KNearestNeighbours } from './classifiers/knn/knn.js';
export type { KNearestNeighboursOptions } from './classifiers/knn/options.js';
export { LogisticRegression } from './classifiers/logistic-regression/logistic-regression.js';
export type { LogisticRegressionOptions } from './classifiers/logistic-regression/options.js';
export {
  CLASSIFIER_NAMES,
  type ClassifierName,
  type ClassifierOptions,
  type ClassifierOptionsByName,
  isClassifierName,
} from './classifiers/names.js';
export { Gat } from './classifiers/networks/graph/gat.js';
export { Gcn } from './classifiers/networks/graph/gcn.js';
export { Gin } from './classifiers/networks/graph/gin.js';
export { GraphSage } from './classifiers/networks/graph/graph-sage.js';
export { JkNet } from './classifiers/networks/graph/jk-net.js';
export { Cnn, type CnnOptions } from './classifiers/networks/sequential/cnn.js';
export { Mlp, type MlpOptions } from './classifiers/networks/sequential/mlp.js';
export {
  BiGru,
  BiLstm,
  Gru,
  Lstm,
  type RecurrentOptions,
} from './classifiers/networks/sequential/recurrent.js';
export { ResNet, type ResNetOptions } from './classifiers/networks/sequential/res-net.js';
export { ABLATIONS, type Ablation } from './classifiers/qcl-mixnet/ablations.js';
export type { QclMixNetOptions, ResolvedQclMixNetOptions } from './classifiers/qcl-mixnet/options.js';
export { type LearnedMixupSchedule, QclMixNet } from './classifiers/qcl-mixnet/qcl-mixnet.js';
export type { TrainedCircuit } from './classifiers/qcl-mixnet/trained-circuit.js';
export { classifiers } from './classifiers/registry.js';
export type { SvmSmoteOptions } from './classifiers/svm-smote/options.js';
export { SvmSmote } from './classifiers/svm-smote/svm-smote.js';
export { BalancedRandomForest } from './classifiers/tree-models/balanced-random-forest/balanced-random-forest.js';
export type { BalancedRandomForestOptions } from './classifiers/tree-models/balanced-random-forest/options.js';
export { Boosting } from './classifiers/tree-models/boosting/boosting.js';
export type { BoostingOptions } from './classifiers/tree-models/boosting/options.js';
export { DecisionTree } from './classifiers/tree-models/decision-tree/decision-tree.js';
export type { DecisionTreeOptions } from './classifiers/tree-models/decision-tree/options.js';
export { GradientBoosting } from './classifiers/tree-models/gradient-boosting/gradient-boosting.js';
export type { GradientBoostingOptions } from './classifiers/tree-models/gradient-boosting/options.js';
export type { RandomForestOptions } from './classifiers/tree-models/random-forest/options.js';
export { RandomForest } from './classifiers/tree-models/random-forest/random-forest.js';
export type { XgboostOptions } from './classifiers/tree-models/xgboost/options.js';
export { Xgboost } from './classifiers/tree-models/xgboost/xgboost.js';
export { Argmax } from './decision/argmax.js';
export { type ClassShares, estimateClassShares } from './decision/calibration/class-shares.js';
export type { CostTable } from './decision/cost-matrix.js';
export type { Decision } from './decision/decision.js';
export { RandomStream } from './engine/random/random-stream.js';
export {
  InputError,
  type InputErrorOptions,
  KernelMemoryError,
  NotFittedError,
  type RefusedCell,
} from './errors.js';
export { type AblationBar, type AblationBarsData, ablationBars } from './figures/ablation-bars.js';
export {
  type AlertCurveData,
  type AlertCurvePoint,
  alertCurve,
} from './figures/alert-curve.js';
export { type BoxPlotsData, boxPlots } from './figures/box-plots.js';
export { type ConfusionMatrixData, confusionMatrixPlot } from './figures/confusion-matrix-plot.js';
export {
  type CriticalDifferenceData,
  criticalDifferenceDiagram,
} from './figures/critical-difference.js';
export { type DriftBarsData, driftBars } from './figures/drift-bars.js';
export { type GainBarsData, gainBars } from './figures/gain-bars.js';
export { type ImportanceBarsData, importanceBars } from './figures/importance-bars.js';
export { type LearningCurvesData, learningCurves } from './figures/learning-curves.js';
export {
  type PartialDependencePlotData,
  type PartialDependencePlotPoint,
  partialDependencePlot,
} from './figures/partial-dependence-plot.js';
export { type ReliabilityDiagramData, reliabilityDiagram } from './figures/reliability-diagram.js';
export { type SliceDot, type SliceDotsData, sliceDots } from './figures/slice-dots.js';
export { type ThresholdCurvesData, thresholdCurvesPlot } from './figures/threshold-curves-plot.js';
export { type TimeAgainstScoreData, timeAgainstScore } from './figures/time-against-score.js';
export { type TsnePictureData, tsnePicture } from './figures/tsne-picture.js';
export type {
  Executor,
  ExecutorOption,
  Job,
  OpenJob,
  RunControl,
  RunTask,
  TaskControl,
} from './jobs/executor.js';
export type { KernelBuild } from './kernels/load.js';
export { type TsneResult, tsne } from './manifold/tsne.js';
export type { TsneOptions, TsneProgress } from './manifold/tsne-options.js';
export type { ColumnForm, ColumnScale, FeatureMatrix, Label, Matrix } from './matrix.js';
// Scores of probabilities and decisions, and intervals of scores.
export {
  type BaselineReports,
  baselineReports,
  type UnbeatenBaseline,
  unbeatenBaselines,
} from './metrics/baseline-reports.js';
export { brierScore } from './metrics/brier-score.js';
export { type Calibration, type CalibrationBin, calibration } from './metrics/calibration.js';
export {
  type ClassificationReport,
  type ClassReport,
  classificationReport,
  type ReportMetrics,
  type ReportOptions,
} from './metrics/classification-report.js';
export { type FormatReportOptions, formatReport } from './metrics/format-report.js';
export { logLoss } from './metrics/log-loss.js';
export { macroF1 } from './metrics/macro-f1.js';
export { matthewsCorrelation } from './metrics/matthews-correlation.js';
export {
  type ClassProbabilityScores,
  type OneVsRestScores,
  type ProbabilityReport,
  type ProbabilityReportOptions,
  probabilityReport,
} from './metrics/probability-report.js';
export { type ScoresAtK, scoresAtK } from './metrics/scores-at-k.js';
export {
  averagePrecision,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocAuc,
  rocCurve,
} from './metrics/threshold-curves.js';
export type { ModelTensor } from './modelfile/tensor.js';
export type { LossTerms } from './nn/losses/hybrid-loss.js';
export type { CircuitShape, Entangler } from './nn/quantum/circuit-shape.js';
export { exportOnnx, onnxInputs, onnxOutputs } from './onnx/export-onnx.js';
export type { Computation, OnnxInput } from './onnx/preparation/inputs.js';
export { type AdaptedModel, adaptPrior } from './pipeline/adapt-prior.js';
export type { ColumnRoles, RoleOptions } from './pipeline/column-roles/column-roles.js';
export type { ClassifierChoice } from './pipeline/comparison/classifier-choices.js';
export { FAST_CLASSIFIERS } from './pipeline/comparison/classifier-sets.js';
export {
  type CompareOptions,
  ComparisonAborted,
} from './pipeline/comparison/compare-classifiers.js';
export type {
  Comparison,
  ComparisonBaseline,
  ComparisonMetric,
  ComparisonSplit,
  FailedFit,
  FitScores,
  LeftOutClassifier,
  MeanScore,
  RankedClassifier,
} from './pipeline/comparison/comparison.js';
export { comparisonSentences } from './pipeline/comparison/comparison-sentences.js';
export { finalClassifier } from './pipeline/comparison/final-classifier.js';
export type { FinalModelOptions } from './pipeline/comparison/train-final-model.js';
export {
  type CellChange,
  type SmallestChange,
  type SmallestChangeOptions,
  smallestChange,
} from './pipeline/counterfactual/smallest-change.js';
export { type DecideOptions, decideModel } from './pipeline/decide-model.js';
export type { DescribedColumn } from './pipeline/describe-column.js';
export {
  type DescribeTableOptions,
  describeTable,
  type TableDescription,
} from './pipeline/describe-table.js';
export type {
  AlertDrift,
  ClassifierTest,
  ClassShareDrift,
  ColumnDrift,
  DistributionShift,
  DriftBin,
  DriftLevel,
  DriftReport,
  DriftVerdict,
  Judged,
  LabelledScores,
  PredictedShare,
  ScoreDrift,
  WatchOptions,
} from './pipeline/drift/drift.js';
export { watchTable } from './pipeline/drift/watch-table.js';
export type { ColumnPair } from './pipeline/effects/column-pairs.js';
export {
  type ExplainModelOptions,
  explainModel,
  type ModelExplanation,
} from './pipeline/effects/explain-model.js';
export {
  type ColumnDependence,
  type DependencePoint,
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './pipeline/effects/partial-dependence.js';
export type { TableEvaluation } from './pipeline/evaluate-table.js';
export type { EvaluateTableOptions } from './pipeline/evaluated-rows.js';
export { explainRows } from './pipeline/explanation/explain-rows.js';
export type {
  ColumnContribution,
  ExplainOptions,
  ExplanationMethod,
  Explanations,
  RowExplanation,
} from './pipeline/explanation/explanation.js';
export {
  type SimilarRow,
  type SimilarRows,
  type SimilarRowsOptions,
  similarRows,
} from './pipeline/explanation/similar-rows.js';
export type { ValueRemark } from './pipeline/explanation/value-remark.js';
export type { CorrelatedColumns } from './pipeline/importance/correlated-columns.js';
export {
  type ColumnImportance,
  type GroupImportance,
  type Importance,
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './pipeline/importance/permutation-importance.js';
export { modelFromJson, modelJsonSchema, modelToJson } from './pipeline/model-json.js';
export {
  type ModelScores,
  modelScores,
  type RowScores,
  type ScoreIntervals,
  type ScoreReference,
} from './pipeline/model-scores.js';
export {
  detectNovelty,
  type Novelty,
  type NoveltyOptions,
  type RowNovelty,
} from './pipeline/novelty/detect-novelty.js';
export type { PredictRowsOptions, RowPrediction } from './pipeline/predict-rows.js';
export type { PredictionStream, PredictStreamOptions, StreamedRows } from './pipeline/predict-stream.js';
export type {
  PredictedBlock,
  PredictedBlocks,
  PredictTableOptions,
  TablePrediction,
} from './pipeline/predict-table.js';
export type { PredictedRows } from './pipeline/predicted-rows.js';
export {
  ParallelPredictor,
  type ParallelPredictorOptions,
} from './pipeline/prediction/parallel-predictor.js';
export type { SetOptions } from './pipeline/prediction-sets/set-rule.js';
export type { ClassCoverage, SetScores } from './pipeline/prediction-sets/set-scores.js';
export type { Protocol, Provenance } from './pipeline/provenance.js';
export { type RiskOptions, riskOf } from './pipeline/risk.js';
export type { RowValue } from './pipeline/rows-table.js';
export { SCORE_METRICS, type ScoreMetric, scoreMetric } from './pipeline/score-metrics.js';
export { type TrainTestSplitOptions, trainTestSplit } from './pipeline/seeded-split.js';
export { type ShownScore, type ShownScores, shownScores } from './pipeline/shown-scores.js';
export type { FairnessDifferences } from './pipeline/slices/fairness-differences.js';
export type { SliceKind } from './pipeline/slices/number-ranges.js';
export type { SliceScore, SliceScores } from './pipeline/slices/slice-scores.js';
export { type SlicedColumn, type SliceOptions, type Slices, slices } from './pipeline/slices/slices.js';
export type { SliceFault, WorstSlice, WorstSlices } from './pipeline/slices/worst-slices.js';
export { TableClassifier } from './pipeline/table-classifier.js';
export type { TrainOnTableOptions } from './pipeline/training-options.js';
export { type TestedRows, TrainingAborted, type TrainingOutcome } from './pipeline/training-outcome.js';
export type { TriedCandidate } from './pipeline/tuning/score-candidates.js';
export type { SearchLog } from './pipeline/tuning/search-log.js';
export type { SearchOptions } from './pipeline/tuning/search-options.js';
export type { TuningOptions } from './pipeline/tuning/tune.js';
export type { TrainInWorkerOptions } from './pipeline/worker-training/train-in-worker.js';
export { circuitAngles, exportQasm } from './qasm/export-qasm.js';
export { modelCard } from './report/card/model-card.js';
export {
  type ComparisonReportContext,
  comparisonReport,
} from './report/comparison/comparison-report.js';
export { type DriftReportContext, driftReportPage } from './report/drift/drift-report.js';
export {
  type ExplanationReportOptions,
  explanationReport,
} from './report/explanation/explanation-report.js';
export { reportMarkdown } from './report/markdown.js';
export { reportPage } from './report/page.js';
export {
  numberCell,
  type ReportCell,
  type ReportColumn,
  type ReportPage,
  type ReportPart,
  type ReportSection,
  type ReportTable,
} from './report/parts.js';
export { type SliceReportOptions, sliceReport } from './report/slices/slice-report.js';
export { type TrainingReportOptions, trainingReport } from './report/training/training-report.js';
export {
  type AveragePrecisionInterval,
  averagePrecisionInterval,
} from './statistics/average-precision-interval.js';
export type { Scores } from './statistics/checks.js';
export { chiSquaredTest, type HomogeneityTest } from './statistics/chi-squared-test.js';
export type { PairTest } from './statistics/corrected-t-tests-of-pairs.js';
export { type KolmogorovSmirnovTest, kolmogorovSmirnov } from './statistics/kolmogorov-smirnov.js';
export {
  crossValidatedMacroF1Interval,
  type MacroF1Interval,
  type MacroF1IntervalOptions,
  macroF1Interval,
} from './statistics/macro-f1-interval.js';
export { populationStability } from './statistics/population-stability.js';
export type { ScoreInterval } from './statistics/score-interval.js';
export { shareInterval } from './statistics/share-interval.js';
export { type WilcoxonTest, wilcoxonSignedRank } from './statistics/wilcoxon.js';
export { BlockConflictError } from './tables/block-conflict.js';
export type { ColumnOverrides } from './tables/preparation/column-overrides.js';
export { Preparation } from './tables/preparation/preparation.js';
export type { PreparationOptions, Prepared } from './tables/preparation/prepare-options.js';
export type { SavedPreparation } from './tables/preparation/saved-preparation.js';
export { type Cell, tableFromColumns } from './tables/preparation/table-from-columns.js';
export { selectRows } from './tables/preparation/table-parts.js';
export { extractTarget, type Target, type TargetOptions } from './tables/preparation/target.js';
export type { ByteSource } from './tables/reading/byte-source.js';
export type { Encoding } from './tables/reading/encoding.js';
export type {
  BlockSize,
  ReadTableBlocksOptions,
  ReadTableOptions,
} from './tables/reading/read-table.js';
export type { TableFormat } from './tables/reading/table-formats.js';
export { countSharedRows } from './tables/split/count-shared-rows.js';
export type { RandomSource } from './tables/split/random-source.js';
export type { Split } from './tables/split/shuffle-split.js';
export type {
  Column,
  NumberSpellings,
  NumericColumn,
  Table,
  TableReading,
  TextColumn,
} from './tables/table.js';
export { type EpochCurve, epochCurve } from './training/fit-progress.js';
export { VERSION } from './version.js';
