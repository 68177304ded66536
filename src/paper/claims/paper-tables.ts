/**
 * Tables 2 to 5 of the paper as printed, cell by cell, in hundredths: one row per model, one column per data set in
 * the order of `PAPER_DATASETS`. Nothing is corrected here; `paper-results.ts` interprets the cells.
 */

/** The data sets of Table 1 in its order, with the names in this package and in the paper. */
export const PAPER_DATASETS = [
  { name: 'ecoli', printed: 'ecoli', task: 'binary' },
  { name: 'optical_digits', printed: 'optical_digits', task: 'binary' },
  { name: 'satimage', printed: 'satimage(binary)', task: 'binary' },
  { name: 'pen_digits', printed: 'pen_digits', task: 'binary' },
  { name: 'abalone', printed: 'abalone', task: 'binary' },
  { name: 'isolet', printed: 'isolet', task: 'binary' },
  { name: 'arrhythmia', printed: 'arrhythmia', task: 'binary' },
  { name: 'minerals', printed: 'minerals', task: 'multiclass' },
  { name: 'vehicle', printed: 'vehicle', task: 'multiclass' },
  { name: 'satimage_multi', printed: 'satimage', task: 'multiclass' },
  { name: 'har', printed: 'har', task: 'multiclass' },
  { name: 'wine_quality_red', printed: 'wine-quality-red', task: 'multiclass' },
  { name: 'lymph', printed: 'lymph', task: 'multiclass' },
  { name: 'one_hundred_plants_texture', printed: 'one-hundred-plants-texture', task: 'multiclass' },
  { name: 'balance_scale', printed: 'balance-scale', task: 'multiclass' },
  { name: 'wine_quality_white', printed: 'wine-quality-white', task: 'multiclass' },
  { name: 'letter', printed: 'letter', task: 'multiclass' },
  { name: 'glass', printed: 'glass', task: 'multiclass' },
] as const;

/** The metrics of the tables, in the order of their columns. */
export const PAPER_METRICS = ['accuracy', 'macroPrecision', 'macroRecall', 'macroF1'] as const;
export type PaperMetric = (typeof PAPER_METRICS)[number];

/** Tables 2 (first seven columns) and 3. */
export const MODEL_ROWS: Readonly<Record<PaperMetric, string>> = {
  accuracy: `
    QCL-MixNet  |  96  99  95 100  91  99  91  87  85  91  89  65  73  87  94  58  95  79
    XGBoost     |  90  97  93  99  91  96  95  86  63  87  96  53  57   0  74  53  76  35
    Balanced RF |  82  96  85 100  76  93  82  75  69  89  96  31   0  61  53  17  89  56
    SVM (SMOTE) |  90  99  87 100  73  99  93  82  76  90  98  54  70  88  81  45  94  70
    DT          |  94  90  90  90  91  92  95  77  51  61  58  51  70   1  63  46  12  51
    RF          |  90  97  94  99  90  96  95  84  71  90  96  61  63  69  84  58  90  70
    GB          |  93  97  92  98  90  94  95  84  72  87  94  53  70   8  86  52  68  65
    LR          |  90  94  90  94  91  92  95  83  26  78  94  53   3   0  61  52  64  33
    KNN         |  96  99  94 100  89  97  93  82  72  91  96  61  63  87  78  53  95  63
    BiGRU       |  82  98  91  99  91  99  90  84  53  85  97  54  67  52  87  53  78  49
    GRU         |  78  98  90  98  91  98  92  83  54  84  97  58  60  40  76  52  76  53
    LSTM        |  90  98  91  99  91  98  89  83  46  84  97  54   3  35  62  51  74  47
    BiLSTM      |  85  98  92  99  91  99  91  83  51  85  97  54  13  46  80  53  79  47
    CNN         |  90  99  93  99  91  98  95  82  64  88  98  53  70  79  85  55  84  47
    MLP         |  85  99  93 100  91  99  95  84  32  83  97  46  57   3  37  51  70  35
    ResNet      |  96  99  93 100  91  98  90  84  34  87  97  53  33   5  68  52  72  33
    GCN         |  90  92  91  94  91  93  95  83  44  82  71  47  13   1  68  50  35   7
    GraphSAGE   |  90  98  91  99  91  98  95  83  49  84  96  55  77   4  82  53  73  56
    GAT         |  75  94  91  94  91  93  95  83  47  82  71  52  70   3  74  48  36  42
    GIN         |  90  93  90  95  91  92  95  83  47  82  68  55  57   3  76  50  36  53
    JKNet       |  90  93  90  95  91  94  95  83  48  81  81  54  57   7  67  50  41  37
  `,
  macroPrecision: `
    QCL-MixNet  |  90  96  86 100  45  96  62  84  86  90  92  33  84  84  96  39  95  66
    XGBoost     |  45  95  79  99  45  88  47  79  48  86  96  28  19   1  49  22  77   6
    Balanced RF |  67  87  68  98  62  76  51  80  66  87  96  23   0  61  60  17  89  50
    SVM (SMOTE) |  74  99  71 100  62  95  64  83  76  88  98  33  61  85  71  28  94  62
    DT          |  88  45  45  45  45  46  47  61  46  40  45  24  50   3  44  13   4  30
    RF          |  45  98  87 100  61  94  47  80  69  88  96  30  42  67  56  46  90  34
    GB          |  81  92  77  98  62  79  47  82  71  85  94  27  46  12  60  29  69  52
    LR          |  45  93  45  93  45  46  47  77   6  70  94  17   1   1  41  22  63   5
    KNN         |  87  99  82 100  57  92  47  79  73  89  97  31  75  83  58  34  95  32
    BiGRU       |  67  97  75  98  45  95  47  84  58  81  97  24  54  57  59  23  78  25
    GRU         |  62  98  72  97  45  95  47  79  54  80  97  33  29  43  55  23  76  32
    LSTM        |  45  96  73  99  45  93  47  76  57  80  97  18   1  39  51  22  76  21
    BiLSTM      |  69  97  76  98  45  95  47  76  57  81  97  18  33  49  56  23  79  18
    CNN         |  45  98  84  98  45  91  47  79  62  86  98  17  55  76  57  24  85  21
    MLP         |  69  99  89 100  45  95  47  79  50  71  97  23  17   5  48  22  71  23
    ResNet      |  98  98  82 100  45  93  47  80  36  84  97  23  22   7  53  22  73   6
    GCN         |  45  89  72  89  45  88  47  75  42  81  71  19  35   5  52  22  34   1
    GraphSAGE   |  45  92  75  98  45  92  47  76  50  80  96  18  51  11  56  23  75  39
    GAT         |  65  91  75  92  45  75  47  75  54  79  71  25  55   7  49  20  35  23
    GIN         |  45  81  71  88  45  46  47  76  51  79  70  26  19   7  51  22  38  33
    JKNet       |  45  82  72  92  45  81  47  76  48  78  81  18  21  13  48  21  43  23
  `,
  macroRecall: `
    QCL-MixNet  |  85  99  82 100  50  94  67  87  85  89  89  32  79  83  76  34  95  66
    XGBoost     |  50  86  76  95  50  77  50  86  64  83  96  24  33   0  53  22  76  17
    Balanced RF |  84  96  86  99  80  92  53  75  69  88  96  31   0  58  49  19  89  56
    SVM (SMOTE) |  88  98  90 100  82  97  59  82  77  90  98  41  58  84  75  36  94  62
    DT          |  78  50  50  50  50  50  50  77  51  46  57  25  45   1  46  15  12  49
    RF          |  50  86  74  96  52  76  50  84  71  86  96  28  44  65  61  27  90  44
    GB          |  77  90  69  92  55  76  50  84  73  84  94  25  46   8  63  22  68  46
    LR          |  50  69  50  69  50  50  50  83  25  67  94  21  33   0  44  19  64  17
    KNN         |  91  97  81 100  53  89  49  82  72  88  97  31  75  82  56  29  95  41
    BiGRU       |  84  93  60  95  50  96  48  84  54  78  97  22  42  51  63  22  78  34
    GRU         |  75  93  65  93  50  93  49  83  54  78  98  28  67  37  55  21  75  36
    LSTM        |  50  93  66  94  50  96  47  83  47  78  97  22  33  32  45  19  74  32
    BiLSTM      |  85  94  70  98  50  95  48  83  51  79  97  22  11  42  58  21  78  33
    CNN         |  50  95  72  98  50  93  50  82  64  85  98  21  44  75  61  22  84  32
    MLP         |  85  96  69 100  50  97  50  84  32  76  97  26  25   2  38  23  70  31
    ResNet      |  79  98  76 100  50  96  48  84  34  83  97  22  26   5  52  23  72  16
    GCN         |  50  59  63  72  50  56  50  83  44  75  71  19  42   2  49  19  35  17
    GraphSAGE   |  50  95  62  98  50  98  50  83  50  79  96  22  52   5  60  22  73  37
    GAT         |  86  73  63  73  50  66  50  83  48  75  71  23  44   3  53  18  36  34
    GIN         |  50  77  61  84  50  50  50  83  47  74  68  27  33   3  55  20  36  36
    JKNet       |  50  79  67  77  50  67  50  83  49  74  80  22  33   7  49  21  41  18
  `,
  macroF1: `
    QCL-MixNet  |  87  98  84 100  48  95  64  85  85  89  88  32  79  83  80  35  95  61
    XGBoost     |  47  90  78  97  48  81  49  82  55  84  96  25  24   1  51  22  76   9
    Balanced RF |  70  91  72  99  63  81  51  77  67  88  96  21   0  61  48  11  89  50
    SVM (SMOTE) |  79  98  76 100  61  96  61  82  76  88  98  34  59  85  70  29  94  59
    DT          |  82  47  47  47  48  48  49  67  43  40  48  24  45   3  44  10   5  36
    RF          |  47  91  79  98  53  83  49  82  70  87  96  28  43  67  58  28  90  38
    GB          |  79  91  72  94  56  77  49  83  72  84  94  25  45  12  61  22  68  46
    LR          |  47  75  47  75  48  48  49  79  10  62  94  19   2   1  42  18  62   8
    KNN         |  89  98  82 100  53  90  48  80  72  89  97  31  75  82  57  31  95  36
    BiGRU       |  70  95  63  97  48  95  47  81  52  78  97  21  39  57  61  22  78  24
    GRU         |  63  95  68  95  48  94  48  80  53  78  98  29  37  42  53  20  75  34
    LSTM        |  47  95  68  96  48  95  47  79  42  78  97  20   2  39  41  18  75  25
    BiLSTM      |  73  95  73  98  48  90  48  79  49  79  97  20  17  48  56  20  78  23
    CNN         |  47  97  76  98  48  92  49  80  61  85  98  19  43  77  59  22  84  25
    MLP         |  73  98  75 100  48  96  49  81  32  73  97  23  20   5  31  22  69  19
    ResNet      |  85  98  79 100  48  95  47  81  30  84  97  20  21   7  52  22  72   9
    GCN         |  47  63  66  78  48  58  49  78  41  76  71  15  16   5  46  17  33   3
    GraphSAGE   |  47  93  65  98  48  90  49  79  47  79  96  20  51  11  57  22  73  32
    GAT         |  64  79  66  79  48  70  49  78  45  75  70  23  43   7  51  17  34  27
    GIN         |  47  79  63  86  48  48  49  79  48  75  67  26  24   7  53  19  35  30
    JKNet       |  47  80  69  82  48  72  49  79  47  75  80  20  26  13  46  20  40  11
  `,
};

/** Tables 4 (first seven columns) and 5. */
export const ABLATION_ROWS: Readonly<Record<PaperMetric, string>> = {
  accuracy: `
    full        |  96  99  95 100  91  99  91  87  85  91  89  65  73  83  94  58  95  79
    quantum     |  90  99  93 100  91  99  95  84  76  88  98  61  57  51  89  55  89  60
    mixup       |  94  98  93 100  91  98  95  83  62  87  64  57  57  20  88  55  88  56
    attention   |  90  98  92 100  91  99  95  83  67  86  66  56  73  30  88  55  87  42
  `,
  macroPrecision: `
    full        |  90  96  86 100  45  96  62  47  86  90  92  33  84  87  96  39  95  66
    quantum     |  45  99  83 100  45  95  47  33  76  86  98  30  20  48  59  30  89  33
    mixup       |  84  93  84 100  45  93  47  19  61  84  56  31  36  14  59  24  88  51
    attention   |  45  98  83  99  45  94  47  23  66  82  79  26  82  26  59  24  88  22
  `,
  macroRecall: `
    full        |  85  99  82 100  50  94  67  47  85  89  89  32  79  84  76  34  95  66
    quantum     |  50  98  73 100  50  96  50  31  76  85  98  29  33  51  64  26  89  40
    mixup       |  84  95  72 100  50  95  50  25  63  84  66  26  35  19  64  23  88  42
    attention   |  50  90  65 100  50  96  50  27  67  81  69  24  79  30  64  23  87  31
  `,
  macroF1: `
    full        |  87  98  84 100  48  95  64  43  85  91  88  32  79  83  80  35  95  61
    quantum     |  47  98  76 100  48  95  49  30  75  88  98  29  25  44  62  26  89  34
    mixup       |  84  94  76 100  48  94  49  21  60  87  55  26  32  14  61  23  88  39
    attention   |  47  93  70  99  48  95  49  24  66  85  60  24  80  24  61  23  87  25
  `,
};
