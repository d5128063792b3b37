using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using System.Text;
using Dapper;
using Npgsql;

namespace PluginCi.Storage;

/// <summary>One connection to PostgreSQL.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : Session(connection)
{
    // Much fewer trips than one for each row, and few enough to be in memory on both sides.
    private const int StatementsAtOnce = 500;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>False when the connection was lost.</summary>
    public bool IsOpen => connection.FullState == ConnectionState.Open;

    /// <summary>The server's process that serves this connection.</summary>
    public int Process => connection.ProcessID;

    public override int Execute(string sql, object? parameters = null) =>
        parameters is IEnumerable many ? many.Cast<object>().Chunk(StatementsAtOnce).Sum(some => ExecuteAtOnce(sql, some)) : base.Execute(sql, parameters);

    private protected override object? Bind(object? parameters) => parameters is null ? null : new Parameters(parameters);

    private int ExecuteAtOnce(string sql, object[] rows)
    {
        using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction?)Transaction);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            Fill(command.Parameters, row);
            batch.BatchCommands.Add(command);
        }

        return batch.ExecuteNonQuery();
    }

    private static void Fill(NpgsqlParameterCollection parameters, object values)
    {
        foreach (var property in Properties.GetOrAdd(values.GetType(), type => type.GetProperties()))
        {
            parameters.Add(new NpgsqlParameter(property.Name, ValueOf(property.GetValue(values))));
        }
    }

    private static object ValueOf(object? value) => value switch
    {
        null => DBNull.Value,
        bool claim => claim ? 1L : 0L,
        string text => Legible(text),
        _ => value,
    };

    // What PostgreSQL does not take as text: a NUL, and half a pair of surrogates. Builds and other systems may send both, and a refused write would be tried for ever.
    private static string Legible(string text) => !text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private sealed class Parameters(object values) : SqlMapper.IDynamicParameters
    {
        public void AddParameters(IDbCommand command, SqlMapper.Identity identity) => Fill(((NpgsqlCommand)command).Parameters, values);
    }
}
