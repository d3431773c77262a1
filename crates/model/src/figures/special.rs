//! The distribution functions the figures stand on, to about fourteen digits.
//!
//! Own code instead of a library: five short functions are used, and the usual libraries take a difference of
//! two logarithms of the gamma function where samples are large, which loses the digits the figures promise.
//! Here that difference is written out (Loader, "Fast and Accurate Computation of Binomial Probabilities",
//! 2000), and only its small remainder is computed.
//!
//! Arguments are checked by the callers; whatever comes, every loop ends.

use std::f64::consts::PI;

/// More steps than any continued fraction here takes for samples that exist.
const STEPS: u32 = 200_000;
const CLOSE: f64 = 1e-16;
/// Stands for zero in a denominator (Lentz's method, as modified by Thompson and Barnett, 1986).
const TINY: f64 = 1e-300;

/// What Stirling's formula lacks: `ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π)`, for `x > 0`.
fn stirling_rest(x: f64) -> f64 {
    // Upwards by Γ(x + 1) = x Γ(x) to where the series (Abramowitz and Stegun 6.1.41) is exact enough.
    let (mut at, mut rest) = (x, 0.0);
    while at < 12.0 {
        rest += (at + 0.5) * (1.0 / at).ln_1p() - 1.0;
        at += 1.0;
    }
    let s = 1.0 / (at * at);
    let series = 1.0 / 12.0
        - s * (1.0 / 360.0
            - s * (1.0 / 1260.0
                - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * (691.0 / 360_360.0 - s / 156.0)))));
    rest + series / at
}

/// `x ln(x / m) + m − x` without losing digits where `x` is near `m` (Loader's `bd0`).
fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let d = x - m;
    if d.abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() - d;
    }
    let v = d / (x + m);
    let (mut sum, mut term, square) = (d * v, 2.0 * x * v, v * v);
    for j in 1..1000_u32 {
        term *= square;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// Upper tail of the chi-square distribution: the chance of `x` or more with `df > 0` degrees of freedom.
pub(super) fn chi_square_above(x: f64, df: f64) -> f64 {
    gamma_above(df / 2.0, x / 2.0)
}

/// `Q(a, x)`, the regularised upper incomplete gamma function: series below, continued fraction above
/// (Abramowitz and Stegun 6.5.29 and 6.5.31).
fn gamma_above(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    // x^a e^-x / Γ(a)
    let front = (-deviance(a, x) - stirling_rest(a)).exp() * (a / (2.0 * PI)).sqrt();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..STEPS {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * CLOSE {
                break;
            }
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..STEPS {
        let i = f64::from(i);
        let step = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(step * d + b);
        c = away_from_zero(b + step / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < CLOSE {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

/// The `x` that the chi-square distribution exceeds with chance `tail` in (0, 1).
pub(super) fn chi_square_limit(tail: f64, df: f64) -> f64 {
    falling_root(|x| chi_square_above(x, df), tail, df.max(1.0))
}

/// `I_x(a, b)`, the regularised incomplete beta function, with `y = 1 − x` given exactly
/// (continued fraction, Abramowitz and Stegun 26.5.8).
fn beta_below(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let n = a + b;
    // x^a y^b / B(a, b)
    let front = (a / n * b / (2.0 * PI)).sqrt()
        * (stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) - deviance(b, n * y))
            .exp();
    if x < (a + 1.0) / (n + 2.0) {
        (front / a * beta_fraction(a, b, x)).clamp(0.0, 1.0)
    } else {
        (1.0 - front / b * beta_fraction(b, a, y)).clamp(0.0, 1.0)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..STEPS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < CLOSE {
            break;
        }
    }
    fraction
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// Two-sided p of Student's t: the chance of `|t|` or more with `df > 0` degrees of freedom
/// (Abramowitz and Stegun 26.5.27). From a hundred thousand on the fraction would lose digits, and Fisher's
/// expansion about the normal distribution has them all (Fisher, "Expansion of Student's integral in powers
/// of n⁻¹", Metron 5, 1925).
pub(super) fn student_beyond(t: f64, df: f64) -> f64 {
    if df > 1e5 {
        let (t, s) = (t.abs(), t * t);
        let density = (-s / 2.0).exp() / (2.0 * PI).sqrt();
        if density == 0.0 {
            return 0.0;
        }
        let first = (s + 1.0) / (4.0 * df);
        let second = (((3.0 * s - 7.0) * s - 5.0) * s - 3.0) / (96.0 * df * df);
        let third = (((((s - 11.0) * s + 14.0) * s + 6.0) * s - 3.0) * s - 15.0) / (384.0 * df * df * df);
        return (2.0 * (normal_above(t) + density * t * (first + second + third))).clamp(0.0, 1.0);
    }
    let share = (t / df.sqrt()).powi(2);
    if !share.is_finite() {
        return 0.0;
    }
    beta_below(df / 2.0, 0.5, 1.0 / (1.0 + share), share / (1.0 + share))
}

/// The `t` that `|t|` exceeds with chance `tail` in (0, 1).
pub(super) fn student_limit(tail: f64, df: f64) -> f64 {
    falling_root(|t| student_beyond(t, df), tail, 2.0)
}

/// The chance of `k` or fewer heads in `n` throws of a fair coin.
pub(super) fn coin_at_most(k: u64, n: u64) -> f64 {
    if k >= n {
        return 1.0;
    }
    // Abramowitz and Stegun 26.5.24.
    beta_below((n - k) as f64, k as f64 + 1.0, 0.5, 0.5)
}

/// Upper tail of the standard normal distribution.
pub(super) fn normal_above(z: f64) -> f64 {
    let half = 0.5 * gamma_above(0.5, z * z / 2.0);
    if z < 0.0 { 1.0 - half } else { half }
}

/// The `z` above which the standard normal distribution lies with chance `tail` in (0, ½]; 0 or more.
pub(super) fn normal_limit(tail: f64) -> f64 {
    if tail >= 0.5 { 0.0 } else { falling_root(normal_above, tail, 2.0) }
}

/// Kolmogorov's limiting distribution, upper tail: both of its series, each where it converges at once
/// (Smirnov, "Table for estimating the goodness of fit of empirical distributions", 1948; Marsaglia, Tsang
/// and Wang, 2003).
pub(super) fn kolmogorov_above(x: f64) -> f64 {
    if x < 0.04 {
        return 1.0;
    }
    if x < 1.0 {
        let sum: f64 =
            (1..20_u32).map(|k| (-(f64::from(2 * k - 1) * PI).powi(2) / (8.0 * x * x)).exp()).sum();
        return (1.0 - (2.0 * PI).sqrt() / x * sum).clamp(0.0, 1.0);
    }
    let sum: f64 = (1..20_u32)
        .map(|k| {
            let term = (-2.0 * (f64::from(k) * x).powi(2)).exp();
            if k % 2 == 1 { term } else { -term }
        })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// Where a tail that falls from 1 at 0 reaches `level`. Secant steps on the logarithm of the tail, which is
/// nearly a parabola or a line; halving where a step leaves the bracket or does not shrink it.
fn falling_root(tail: impl Fn(f64) -> f64, level: f64, start: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, start);
    for _ in 0..1100 {
        if tail(high) <= level || !high.is_finite() {
            break;
        }
        low = high;
        high *= 2.0;
    }
    let miss = |x: f64| tail(x).max(f64::MIN_POSITIVE).ln() - level.ln();
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    for round in 0..200 {
        if high - low <= 4.0 * f64::EPSILON * high {
            break;
        }
        let secant = low + (high - low) * at_low / (at_low - at_high);
        let inside = secant > low && secant < high;
        let middle = if round % 3 == 2 || !inside { low + (high - low) / 2.0 } else { secant };
        let at_middle = miss(middle);
        if at_middle == 0.0 {
            return middle;
        }
        if at_middle > 0.0 {
            (low, at_low) = (middle, at_middle);
        } else {
            (high, at_high) = (middle, at_middle);
        }
    }
    low + (high - low) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, wanted: f64) {
        assert!((got - wanted).abs() <= 1e-12 * wanted.abs(), "{got:e} is not {wanted:e}");
    }

    // Values by SciPy 1.17.1.
    #[test]
    fn tails_and_limits_are_those_of_scipy() {
        for (got, wanted) in [
            (normal_above(-3.0), 0.9986501019683699),
            (normal_above(-0.1), 0.539827837277029),
            (normal_above(0.0), 0.5),
            (normal_above(0.5), 0.3085375387259869),
            (normal_above(1.96), 0.024997895148220435),
            (normal_above(5.0), 2.866515718791933e-07),
            (normal_above(12.0), 1.776482112077653e-33),
            (normal_above(37.0), 5.7255712225239266e-300),
            (normal_limit(0.5), 0.0),
            (normal_limit(0.4), 0.2533471031357997),
            (normal_limit(0.025), 1.9599639845400545),
            (normal_limit(0.1), 1.2815515655446004),
            (normal_limit(0.001), 3.090232306167813),
            (normal_limit(1e-09), 5.9978070150076865),
            (normal_limit(1e-16), 8.222082216130435),
            (chi_square_above(0.1, 1.0), 0.7518296340458492),
            (chi_square_above(3.84, 1.0), 0.05004352124870519),
            (chi_square_above(100.0, 1.0), 1.5239706048320995e-23),
            (chi_square_above(5.0, 4.0), 0.2872974951836458),
            (chi_square_above(30.0, 9.0), 0.00043872177097947936),
            (chi_square_above(120.0, 100.0), 0.08440668109369177),
            (chi_square_above(100500.0, 100000.0), 0.13185481160338378),
            (chi_square_above(900.0, 1000.0), 0.9892827619087102),
            (chi_square_limit(0.05, 1.0), 3.8414588206941285),
            (chi_square_limit(0.05, 9.0), 16.91897760462045),
            (chi_square_limit(0.001, 9.0), 27.877164871256575),
            (chi_square_limit(0.95, 99.0), 77.0463318637603),
            (chi_square_limit(0.5, 3.0), 2.3659738843753377),
            (student_beyond(0.1, 1.0), 0.936548965138893),
            (student_beyond(12.7, 1.0), 0.050024327689344165),
            (student_beyond(2.2, 7.31), 0.062119379618015766),
            (student_beyond(1.96, 10000.0), 0.05002352023183303),
            (student_beyond(2.5, 1000000.0), 0.012419489502163254),
            (student_beyond(1.0, 1000000.0), 0.3173107498335783),
            (student_beyond(1.5, 100000000.0), 0.13361440569470745),
            (student_beyond(40.0, 30.0), 1.3726045194406417e-27),
            (student_beyond(2.0, 150.0), 0.047305525758430236),
            (student_beyond(6.0, 150.0), 1.4189209013246713e-08),
            (student_beyond(3.0, 99999.0), 0.002700460890713429),
            (student_beyond(3.0, 100001.0), 0.0027004608774161415),
            (student_limit(0.05, 1.0), 12.706204736174705),
            (student_limit(0.05, 7.31), 2.344447113983294),
            (student_limit(0.01, 30.0), 2.749995653567226),
            (student_limit(0.1, 1000000.0), 1.6448551507220406),
            (student_limit(1e-06, 3.0), 130.15458955835794),
            (student_limit(0.99, 5.0), 0.013171984672646872),
            (coin_at_most(0, 10), 0.0009765625),
            (coin_at_most(3, 7), 0.5),
            (coin_at_most(5, 20), 0.020694732666015625),
            (coin_at_most(450, 1000), 0.0008652680424881513),
            (coin_at_most(499000, 1000000), 0.0228041499326948),
            (kolmogorov_above(0.2), 0.999999999999495),
            (kolmogorov_above(0.5), 0.9639452436648751),
            (kolmogorov_above(0.9), 0.3927307079406543),
            (kolmogorov_above(1.0), 0.26999967167735456),
            (kolmogorov_above(1.36), 0.049485876755377876),
            (kolmogorov_above(2.0), 0.0006709252557796953),
            (kolmogorov_above(4.0), 2.532833109818835e-14),
        ] {
            close(got, wanted);
        }
    }
}
