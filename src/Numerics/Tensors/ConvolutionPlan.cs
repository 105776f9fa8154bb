namespace Sim.Numerics.Tensors;

/// <summary>Sizes of a convolution, and the way between an image and the matrix of its patches: a row per channel and place in the kernel, a column per place of the result.</summary>
internal sealed record ConvolutionPlan(int Images, int Channels, int Height, int Width, int Filters, int KernelHeight, int KernelWidth, int Stride, int Padding)
{
    public int OutHeight { get; } = ((Height + (2 * Padding) - KernelHeight) / Stride) + 1;

    public int OutWidth { get; } = ((Width + (2 * Padding) - KernelWidth) / Stride) + 1;

    public int Places => OutHeight * OutWidth;

    public int PatchSize => Channels * KernelHeight * KernelWidth;

    public static ConvolutionPlan Of(Tensor x, Tensor weights, Tensor? bias, int stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        if (x.Rank != 4 || weights.Rank != 4 || x.Shape[1] != weights.Shape[1] || (bias is not null && bias.Count != weights.Shape[0]))
            throw new ArgumentException($"a {x} cannot be convolved with a {weights}{(bias is null ? "" : $" and a bias that is a {bias}")}", nameof(weights));

        if (weights.Shape[2] > x.Shape[2] + (2 * padding) || weights.Shape[3] > x.Shape[3] + (2 * padding) || weights.Count == 0)
            throw new ArgumentException($"the kernels of a {weights} do not fit into a {x} with {padding} zeros around", nameof(weights));

        return new ConvolutionPlan(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], weights.Shape[0], weights.Shape[2], weights.Shape[3], stride, padding);
    }

    public Span<float> OfImage(Tensor tensor, int image) => tensor.Values.Slice(image * Filters * Places, Filters * Places);

    /// <summary>The convolution itself; the patches are room for those of one image.</summary>
    public void Convolve(Tensor images, Tensor weights, Tensor? bias, Tensor patches, Tensor result)
    {
        for (int image = 0; image < Images; image++)
        {
            Gather(images, image, patches);
            Span<float> to = OfImage(result, image);
            Backends.Default.Gemm(false, false, Filters, Places, PatchSize, 1, weights.Values, PatchSize, patches.Values, Places, 0, to, Places);
            for (int filter = 0; bias is not null && filter < Filters; filter++)
            {
                foreach (ref float number in to.Slice(filter * Places, Places))
                    number += bias.Values[filter];
            }
        }
    }

    public void Gather(Tensor images, int image, Tensor patches) => Workers.For(PatchSize, Math.Max(1, (1 << 15) / Math.Max(1, Places)), (first, end) =>
    {
        for (int row = first; row < end; row++)
        {
            int dy = (row / KernelWidth % KernelHeight) - Padding, dx = (row % KernelWidth) - Padding;
            ReadOnlySpan<float> plane = Plane(images, image, row / (KernelHeight * KernelWidth));
            Span<float> to = patches.Row(row);
            for (int y = 0; y < OutHeight; y++)
            {
                int sourceY = (y * Stride) + dy;
                for (int x = 0; x < OutWidth; x++)
                {
                    int sourceX = (x * Stride) + dx;
                    to[(y * OutWidth) + x] = (uint)sourceY < (uint)Height && (uint)sourceX < (uint)Width ? plane[(sourceY * Width) + sourceX] : 0;
                }
            }
        }
    });

    /// <summary>Adds patches to where they were taken from. A channel's patches overlap one another but no other channel's.</summary>
    public void Scatter(Tensor patches, Tensor images, int image) => Workers.For(Channels, 1, (first, end) =>
    {
        int each = KernelHeight * KernelWidth;
        for (int row = first * each; row < end * each; row++)
        {
            int dy = (row / KernelWidth % KernelHeight) - Padding, dx = (row % KernelWidth) - Padding;
            Span<float> plane = Plane(images, image, row / each);
            ReadOnlySpan<float> from = patches.Row(row);
            for (int y = 0; y < OutHeight; y++)
            {
                int targetY = (y * Stride) + dy;
                for (int x = 0; x < OutWidth; x++)
                {
                    int targetX = (x * Stride) + dx;
                    if ((uint)targetY < (uint)Height && (uint)targetX < (uint)Width)
                        plane[(targetY * Width) + targetX] += from[(y * OutWidth) + x];
                }
            }
        }
    });

    private Span<float> Plane(Tensor images, int image, int channel) => images.Values.Slice(((image * Channels) + channel) * Height * Width, Height * Width);
}
