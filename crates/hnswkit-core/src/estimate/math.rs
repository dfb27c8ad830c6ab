//! Logarithms and powers that give the same digits on every platform, the browser included.

/// The natural logarithm of `x`, above 0.
pub(super) fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x` to the power of `y`, for `x` above 0.
pub(super) fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// e to the power of `x`.
pub(super) fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The sine of `turns` full turns.
pub(super) fn sin_turns(turns: f64) -> f64 {
    libm::sin(std::f64::consts::TAU * (turns - turns.floor()))
}

/// The share of a normal distribution that is below `deviations` standard deviations.
pub(super) fn normal_below(deviations: f64) -> f64 {
    match deviations {
        it if it < -6.0 => 0.0,
        it if 6.0 < it => 1.0,
        it => libm::erfc(-it * std::f64::consts::FRAC_1_SQRT_2) / 2.0,
    }
}
