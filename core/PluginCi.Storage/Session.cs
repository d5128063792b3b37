using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Dapper;

namespace PluginCi.Storage;

/// <summary>Runs statements on one connection, in SQL that every kind of database understands. For one thread at a time.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A transaction is disposed where it was begun.")]
public class Session : IDisposable
{
    private readonly DbConnection _connection;
    private DbTransaction? _transaction;

    private protected Session(DbConnection connection) => _connection = connection;

    /// <summary>Runs a statement, once for each element when the parameters are a sequence.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">An object whose properties have the names of the parameters, or null.</param>
    /// <returns>How many rows it changed.</returns>
    public virtual int Execute(string sql, object? parameters = null) => _connection.Execute(sql, Bind(parameters), _transaction);

    /// <summary>The rows that a query gives.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties have the names of the parameters, or null.</param>
    /// <returns>The rows, all read.</returns>
    public IEnumerable<T> Query<T>(string sql, object? parameters = null) => _connection.Query<T>(sql, Bind(parameters), _transaction);

    /// <summary>The one row that a query gives.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties have the names of the parameters, or null.</param>
    /// <returns>The row.</returns>
    public T QuerySingle<T>(string sql, object? parameters = null) => _connection.QuerySingle<T>(sql, Bind(parameters), _transaction);

    /// <summary>The one row that a query gives, if there is one.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties have the names of the parameters, or null.</param>
    /// <returns>The row, or the default of its type.</returns>
    public T? QuerySingleOrDefault<T>(string sql, object? parameters = null) => _connection.QuerySingleOrDefault<T>(sql, Bind(parameters), _transaction);

    /// <summary>The first column of the first row that a query gives.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties have the names of the parameters, or null.</param>
    /// <returns>The value, or the default of its type.</returns>
    public T? ExecuteScalar<T>(string sql, object? parameters = null) => _connection.ExecuteScalar<T>(sql, Bind(parameters), _transaction);

    /// <summary>Closes the connection, or gives it back.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs statements as one transaction: all of them count, or none.</summary>
    internal T Transact<T>(Func<Session, T> work, Action? beforeCommit = null)
    {
        using var transaction = _connection.BeginTransaction();
        _transaction = transaction;
        try
        {
            var result = work(this);
            beforeCommit?.Invoke();
            transaction.Commit();
            return result;
        }
        finally
        {
            _transaction = null;
        }
    }

    /// <summary>The transaction that is under way, or null.</summary>
    private protected DbTransaction? Transaction => _transaction;

    /// <summary>The parameters as the driver takes them.</summary>
    private protected virtual object? Bind(object? parameters) => parameters;
}
