namespace Grpc.Core;

/// <summary>Names the generated method that binds a service base class to its handlers.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public class BindServiceMethodAttribute : Attribute
{
    /// <summary>Names a static method of a type.</summary>
    /// <param name="bindType">The generated class of the service.</param>
    /// <param name="bindMethodName">Its static method.</param>
    public BindServiceMethodAttribute(Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>The generated class of the service.</summary>
    public Type BindType { get; }

    /// <summary>Its static method.</summary>
    public string BindMethodName { get; }
}
