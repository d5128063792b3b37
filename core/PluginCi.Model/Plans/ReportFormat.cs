namespace PluginCi.Model;

/// <summary>The form of a file that steps write about their tests.</summary>
public enum ReportFormat
{
    /// <summary>Tests, in the XML that JUnit's runners for Ant and Maven write, and most others.</summary>
    JUnit,

    /// <summary>Tests, in the Test Anything Protocol, version 12, 13 or 14.</summary>
    Tap,

    /// <summary>Tests, in the XML of Visual Studio's test platform, as <c>dotnet test --logger trx</c> writes it.</summary>
    Trx,

    /// <summary>Which lines and branches the tests ran, in the XML of Cobertura.</summary>
    Cobertura,

    /// <summary>Which lines and branches the tests ran, in the tracefiles of LCOV.</summary>
    Lcov,
}
