namespace Sim.Numerics.Tensors;

/// <summary>The scalar twin of the tiles.</summary>
internal readonly unsafe struct GemmTileScalar : IGemmTile
{
    public static int Rows => 4;

    public static int Columns => 4;

    public static void Run(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc)
    {
        for (int i = 0; i < 4; i++)
        {
            float s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f;
            float* left = a + i;
            float* right = b;
            for (int p = 0; p < depth; p++)
            {
                s0 = MathF.FusedMultiplyAdd(*left, right[0], s0);
                s1 = MathF.FusedMultiplyAdd(*left, right[1], s1);
                s2 = MathF.FusedMultiplyAdd(*left, right[2], s2);
                s3 = MathF.FusedMultiplyAdd(*left, right[3], s3);
                left += 4;
                right += step;
            }

            float* row = c + (i * ldc);
            Put(row, alpha, beta, s0);
            Put(row + 1, alpha, beta, s1);
            Put(row + 2, alpha, beta, s2);
            Put(row + 3, alpha, beta, s3);
        }
    }

    public static void RunPart(int height, int width, int depth, float* a, float* b, nint step, float alpha, float* c) => Run(depth, a, b, step, alpha, 0f, c, Columns);

    private static void Put(float* c, float alpha, float beta, float sum) => *c = beta == 0f ? alpha * sum : (*c * beta) + (alpha * sum);
}
