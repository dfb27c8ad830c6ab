// A data source that gives the same connection again and again, as a pool of one does.
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

public class Search {
SNIPPET
    static int rows(DataSource pool, String statement) throws SQLException {
        int n = 0;
        try (Connection connection = pool.getConnection();
                Statement search = connection.createStatement();
                ResultSet rows = search.executeQuery(statement)) {
            while (rows.next()) n += statement.contains("pid") ? rows.getInt(1) : 1;
        }
        return n;
    }

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(System.getenv("DATABASE_URL"));
        Connection one = DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(),
                url.getUserInfo(), "");
        Connection kept = (Connection) Proxy.newProxyInstance(
                Search.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, values) ->
                        method.getName().equals("close") ? null : method.invoke(one, values));
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                Search.class.getClassLoader(), new Class<?>[] {DataSource.class},
                (proxy, method, values) -> kept);
        int pid = rows(pool, "SELECT pg_backend_pid()");
        int withIt = nearest(pool, "[1,2,3]").size();
        int after = rows(pool,
                "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60");
        boolean same = pid == rows(pool, "SELECT pg_backend_pid()");
        System.out.println(withIt + " " + after + " "
                + (same ? "same connection" : "another connection"));
    }
}
