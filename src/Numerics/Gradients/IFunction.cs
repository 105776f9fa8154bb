using System.Runtime.Intrinsics;

namespace Sim.Numerics.Gradients;

/// <summary>A function of one number and its derivative, for one number and for eight: the two forms are twins that tests hold together.</summary>
internal interface IFunction
{
    /// <summary>y.</summary>
    float Value(float x);

    /// <summary>y of eight numbers.</summary>
    Vector256<float> Value(Vector256<float> x);

    /// <summary>The gradient of x, given that of y.</summary>
    float Back(float gradient, float x, float y);

    /// <summary>The gradient of eight x.</summary>
    Vector256<float> Back(Vector256<float> gradient, Vector256<float> x, Vector256<float> y);
}

/// <summary>A function of two numbers and its two derivatives.</summary>
internal interface IFunction2
{
    /// <summary>The result.</summary>
    static abstract float Value(float a, float b);

    /// <summary>Eight results.</summary>
    static abstract Vector256<float> Value(Vector256<float> a, Vector256<float> b);

    /// <summary>The gradient of a, given that of the result.</summary>
    static abstract float BackA(float gradient, float a, float b);

    /// <summary>The gradient of eight a.</summary>
    static abstract Vector256<float> BackA(Vector256<float> gradient, Vector256<float> a, Vector256<float> b);

    /// <summary>The gradient of b, given that of the result.</summary>
    static abstract float BackB(float gradient, float a, float b);

    /// <summary>The gradient of eight b.</summary>
    static abstract Vector256<float> BackB(Vector256<float> gradient, Vector256<float> a, Vector256<float> b);
}
