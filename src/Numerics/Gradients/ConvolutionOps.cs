using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Convolutions of images.</summary>
public static class ConvolutionOps
{
    /// <summary>Two-dimensional cross-correlation, which deep learning calls convolution, over images padded with zeros.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Images × channels × height × width.</param>
    /// <param name="weights">Filters × channels × kernel height × kernel width.</param>
    /// <param name="bias">One number per filter, or null for none.</param>
    /// <param name="stride">Step of the kernel, at least 1.</param>
    /// <param name="padding">Zeros around the image, not negative.</param>
    /// <returns>Images × filters × ((height + 2 padding − kernel height) / stride + 1) × the same of the width.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the kernel is larger than the padded image.</exception>
    public static Variable Conv2d(this Tape tape, Variable x, Variable weights, Variable? bias = null, int stride = 1, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        ConvolutionPlan plan = ConvolutionPlan.Of(x.Value, weights.Value, bias?.Value, stride, padding);
        Tensor result = tape.New(plan.Images, plan.Filters, plan.OutHeight, plan.OutWidth), patches = tape.New(plan.PatchSize, plan.Places);
        plan.Convolve(x.Value, weights.Value, bias?.Value, patches, result);
        ReadOnlySpan<Variable> inputs = bias is null ? [x, weights] : [x, weights, bias];
        return tape.Record(result, gradient => Back(plan, gradient, patches, x, weights, bias), inputs);
    }

    private static void Back(ConvolutionPlan plan, Tensor gradient, Tensor patches, Variable x, Variable weights, Variable? bias)
    {
        Tensor? toImages = x.NeedsGradient ? ShapeOps.ZeroedGradient(x) : null;
        bool isNew = true;
        Tensor? toWeights = weights.NeedsGradient ? weights.GradientBuffer(out isNew) : null;
        for (int image = 0; image < plan.Images; image++)
        {
            ReadOnlySpan<float> g = plan.OfImage(gradient, image);
            if (toWeights is not null)
            {
                // The patches are gathered again: keeping those of all images would take kernel height times width as much memory as the images.
                plan.Gather(x.Value, image, patches);
                float beta = isNew && image == 0 ? 0 : 1;
                Backends.Default.Gemm(false, true, plan.Filters, plan.PatchSize, plan.Places, 1, g, plan.Places, patches.Values, plan.Places, beta, toWeights.Values, plan.PatchSize);
            }

            if (toImages is not null)
            {
                Backends.Default.Gemm(true, false, plan.PatchSize, plan.Places, plan.Filters, 1, weights.Value.Values, plan.PatchSize, g, plan.Places, 0, patches.Values, plan.Places);
                plan.Scatter(patches, toImages, image);
            }
        }

        if (bias is not { NeedsGradient: true })
            return;

        Tensor toBias = ShapeOps.ZeroedGradient(bias);
        for (int filter = 0; filter < plan.Filters; filter++)
        {
            double sum = 0;
            for (int image = 0; image < plan.Images; image++)
                sum += Reductions.Sum(plan.OfImage(gradient, image).Slice(filter * plan.Places, plan.Places));

            toBias.Values[filter] += (float)sum;
        }
    }
}
