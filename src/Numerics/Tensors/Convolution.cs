namespace Sim.Numerics.Tensors;

/// <summary>Convolutions without a tape. A convolution of one dimension is one of images of height 1; where stride and kernel are the same, as in the patch embeddings of volumes, it is a product with reshaped patches.</summary>
public static class Convolution
{
    /// <summary>Two-dimensional cross-correlation, which deep learning calls convolution, over images padded with zeros.</summary>
    /// <param name="x">Images × channels × height × width.</param>
    /// <param name="weights">Filters × channels × kernel height × kernel width.</param>
    /// <param name="bias">One number per filter, or null for none.</param>
    /// <param name="stride">Step of the kernel, at least 1.</param>
    /// <param name="padding">Zeros around the image, not negative.</param>
    /// <returns>Images × filters × ((height + 2 padding − kernel height) / stride + 1) × the same of the width.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the kernel is larger than the padded image.</exception>
    public static Tensor Conv2d(Tensor x, Tensor weights, Tensor? bias = null, int stride = 1, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        ConvolutionPlan plan = ConvolutionPlan.Of(x, weights, bias, stride, padding);
        var result = new Tensor(plan.Images, plan.Filters, plan.OutHeight, plan.OutWidth);
        plan.Convolve(x, weights, bias, new Tensor(plan.PatchSize, plan.Places), result);
        return result;
    }
}
