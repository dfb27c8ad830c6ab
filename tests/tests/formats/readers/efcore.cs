// What a migration of EF Core needs, to print its statements.

using System;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore.Migrations;

public class AppDbContext
{
}

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    public class DbContextAttribute : Attribute
    {
        public DbContextAttribute(Type contextType)
        {
        }
    }
}

namespace Microsoft.EntityFrameworkCore.Migrations
{
    public class MigrationAttribute : Attribute
    {
        public MigrationAttribute(string id)
        {
        }
    }

    public class MigrationBuilder
    {
        public void Sql(string sql, bool suppressTransaction = false)
        {
            Console.Write(sql + "\0");
        }
    }

    public abstract class Migration
    {
        protected abstract void Up(MigrationBuilder migrationBuilder);

        protected virtual void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}

public static class Reader
{
    public static void Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        var type = Assembly.GetExecutingAssembly()
            .GetTypes()
            .Single(it => it.IsSubclassOf(typeof(Migration)));
        var name = args[1] == "up" ? "Up" : "Down";
        type.GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)
            .Invoke(Activator.CreateInstance(type), new object[] { new MigrationBuilder() });
    }
}
