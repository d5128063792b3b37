using System.Reflection;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Members of the contract that have a default are easily forgotten where calls are passed on.</summary>
public sealed class SerialOutputTests
{
    [Fact]
    public void All_that_is_told_is_passed_on()
    {
        var inner = DispatchProxy.Create<IBuildOutput, Recorder>();
        var told = new SerialOutput(inner);
        var members = typeof(IBuildOutput).GetMethods();

        foreach (var member in members)
        {
            member.Invoke(told, [.. member.GetParameters().Select(parameter => parameter.ParameterType == typeof(string) ? "text" : Activator.CreateInstance(parameter.ParameterType))]);
        }

        Assert.Equal(members.Select(member => member.Name), ((Recorder)inner).Calls);
    }

    public class Recorder : DispatchProxy
    {
        internal List<string> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add(targetMethod!.Name);
            return null;
        }
    }
}
