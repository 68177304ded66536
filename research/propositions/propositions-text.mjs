// The statements of the four propositions, what was measured, and what there is to say whatever the numbers are.
import { EPSILON } from './mixup.mjs';

export const PROPOSITIONS = [
  {
    number: 1,
    title: 'expressiveness of entanglement layers',
    place: '3.3.1',
    statement:
      'let f_QE(x; θ) = σ(xᵀ sin θ) (x ⊙ cos θ) be what a layer does. The class of functions g ∘ f_QE with g a feed-forward network ' +
      'with a non-linear activation is a universal approximator over compact subsets of ℝᵈ. The text concludes that the layers ' +
      '"can improve data-fitting capacity while maintaining compact parameterization". (Eq. 18 has xᵀ sin θ where Eq. 2 has ' +
      '(x ⊙ cos θ)ᵀ sin θ; the layer here is Eq. 1 to 3. What follows is true of both.)',
    measured:
      'five kinds of target functions on the cube [−2, 2]⁴ (x₁x₂ + x₃x₄; a sine along a direction; the first coordinate after a ' +
      'rotation by the length of the row; a random tanh network; one entanglement layer with a linear map), 2,048 training and 1,024 ' +
      'test rows, 1,500 steps of AdamW with a one-cycle schedule, five seeds. Stacks of one, two and four layers before a linear map ' +
      'and before an MLP of 2 to 32 ReLU units, and one before with one behind the hidden layer, each against the narrowest MLP with ' +
      'no fewer parameters; θ starts at a standard normal or at a tenth of it (small).',
    remark:
      'Universality comes from g alone: with θ = 0 the layer is x / 2, so if θ may be chosen the class holds every network, and the ' +
      'layer adds nothing to it. For a given θ it can take universality away. On a ray, the image moves as z σ(z) with ' +
      'z = (x ⊙ cos θ)ᵀ sin θ, which falls until z = −1.278 and rises after it: of each two rows with the same value on a ray no g can ' +
      'tell one from the other, and on a compact set that reaches so far the class is not dense. The step of the sketch that fails is ' +
      '"acts as a learnable basis transformation": a change of basis would be one-to-one.',
  },
  {
    number: 2,
    title: 'mixup with neighbours and the manifold',
    subject: 'The part that was measured',
    place: '3.3.2',
    statement:
      'compared with uniform mixup, mixup with nearest neighbours is more likely to generate rows in M + ε, with M the manifold of the ' +
      'data and ε > 0 small; "this proximity to M leads to stronger regularization and potentially tighter generalization bounds".',
    measured:
      'rows on spheres, swiss rolls, tori (1,024 rows, noise of a root mean square of 0, 0.05 and 0.2 of the manifold’s size), mixed by ' +
      'this package’s mixup with k = 5, α = 0.4: with neighbours in a batch of 64 as in the paper, with neighbours among all rows, and ' +
      `with any row of the batch; the share within ε = ${EPSILON} of the manifold without noise, five seeds. On the paper’s tables (at most 1,536 ` +
      'training rows), the mean distance of mixed rows from the nearest held-out row of the anchor’s class. The shares of the anchors ' +
      'are drawn alike for all ways.',
    remark:
      'That this leads to "stronger regularization" and "potentially tighter bounds" is not measured here: what mixup does to the scores is ' +
      'in the ablations of [results](results.md). On tables, distances below 1 are no proof of realism: a mix lies between two rows, ' +
      'where rows are denser than at their edge.',
  },
  {
    number: 3,
    title: 'smoothing of the landscape',
    place: '3.3.3',
    statement:
      'L = α L_FVL + (1 − α)(L_SupCon + L_Triplet) is, under mild smoothness assumptions on encoder and projection head, locally ' +
      'Lipschitz, and "its gradient field encourages inter-class separation while preserving intra-class smoothness". Its title is ' +
      '"Landscape Smoothing via Hybrid Loss", which the statement does not say.',
    measured:
      'trainings of 400 steps on six tables, three seeds, with the hybrid loss (α = 0.5) and without the contrastive terms (α = 1). On 64 ' +
      'training rows: the largest eigenvalue of the Hessian by Lanczos’s method (power iteration that uses all its steps) on differences of gradients in 64 bits; the largest ' +
      'change of the gradient by change of the parameters between 41 places of the path; the loss on the line from start to end (its largest ' +
      'rise; its highest loss, which was compared at first, is that of the start on a line that never rises above it, 1 for both losses) and in ' +
      'four random directions, each parameter array as long as the trained one; the largest change of the loss on a line that is ' +
      'divided again and again where it changes most; and what a step of length 0.01 down the gradient does to the unit embedding of ' +
      'held-out rows.',
    remark:
      'The loss jumps because the triplets are mined: when a pair enters or leaves the miner’s selection, or (with the mean over positive ' +
      'hinges, as pytorch-metric-learning has it) a hinge leaves the mean, the loss changes at once, however smooth the encoder is; on the same lines the loss without the ' +
      'contrastive terms does not. ' +
      'Cosine similarity does not depend on the length of an embedding, so its gradient grows without bound as an embedding goes to 0. ' +
      'AdamW does not see the scale of a loss, so eigenvalues are also compared after division by the fall of the loss.',
  },
  {
    number: 4,
    title: 'decoupled representations',
    place: '3.3.4',
    statement:
      'with L_total = L_classification + L_contrastive, applying the contrastive loss directly on h′(x) "can suppress dimensions useful for ' +
      'classification"; a non-linear projection lets h′ "learn richer, task-relevant features while allowing contrastive alignment to ' +
      'occur in a separate, dedicated space".',
    measured:
      'QCL-MixNet with its metric losses in the embedding of the projection head (the paper), in the representation h′ (`--set ' +
      'metricSpace=representation`) and in the logits (`metricSpace=logits`): 600 steps, five seeds, on three generated tables with eight ' +
      'known factors and on twelve tables (at most 1,024 training rows). Of the representation of the test rows: effective dimensions, ' +
      '(tr C)² / tr C²; the share of the variance of the factors that do not decide the class (on tables: of the columns) that ridge ' +
      'regression finds (the mean over them, 0 where it is worse than their mean); the spread between classes by that within them; ' +
      'macro F1 of the network; and the cosine between the gradients of the focal loss and of the contrastive and triplet losses by the layers that both share.',
    remark:
      'The statement says "can": the claims below ask whether it does on average. The option `metricSpace` is there to try it.',
  },
];
